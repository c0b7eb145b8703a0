namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The new start of each partition. v0, topic "t", partition 0, start 10, no error:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 .. 0a | 00 00</code>
/// </summary>
internal sealed record DeleteRecordsResponse(DeleteRecordsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArray(Topics, static (writer, topic) =>
        {
            writer.WriteString(topic.Name);
            writer.WriteArray(topic.Partitions, static (writer, partition) =>
            {
                writer.WriteInt32(partition.Index);
                writer.WriteInt64(partition.LowWatermark);
                writer.WriteError(partition.Error);
            });
        });
        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, long LowWatermark, ErrorCode Error);
}
