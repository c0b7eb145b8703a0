namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// One offset for each partition. v1, "t", partition 0, no timestamp, offset 10:
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 00 | ff .. ff | 00 .. 0a</code>
/// v2 adds the throttle time, v4 the leader epoch. Offset -1: no record is that young.
/// </summary>
internal sealed record ListOffsetsResponse(ListOffsetsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 2)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Name);
            writer.WriteArrayLength(topic.Partitions.Length);
            foreach (var partition in topic.Partitions)
            {
                writer.WriteInt32(partition.Index);
                writer.WriteError(partition.Error);
                writer.WriteInt64(partition.Timestamp);
                writer.WriteInt64(partition.Offset);
                if (version >= 4)
                {
                    writer.WriteInt32(partition.Offset < 0 ? -1 : 0); // leader epoch
                }

                writer.WriteTaggedFields();
            }

            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, ErrorCode Error, long Timestamp, long Offset);
}
