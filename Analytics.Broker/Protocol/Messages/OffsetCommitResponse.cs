namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// An error code for each partition. v2, topic "t", partition 0 committed:
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 00</code>
/// v3 adds the throttle time in front.
/// </summary>
internal sealed record OffsetCommitResponse(OffsetCommitResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 3)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Name);
            writer.WriteArrayLength(topic.Partitions.Length);
            foreach (var (index, error) in topic.Partitions)
            {
                writer.WriteInt32(index);
                writer.WriteError(error);
                writer.WriteTaggedFields();
            }

            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, ErrorCode Error);
}
