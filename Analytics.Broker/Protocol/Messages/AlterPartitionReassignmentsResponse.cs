namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v0, topic "t", partition 0, done:
/// <code>00 00 00 00 | 00 00 | 00 | 02 | 02 74 | 02 | 00 00 00 00 | 00 00 | 00 | 00 | 00 | 00</code>
/// throttle time, error, message, topics: name, partitions: index, error, message.
/// </summary>
internal sealed record AlterPartitionReassignmentsResponse(AlterPartitionReassignmentsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(ErrorCode.None);
        writer.WriteString(null); // message
        writer.WriteArray(Topics, static (writer, topic) =>
        {
            writer.WriteString(topic.Name);
            writer.WriteArray(topic.Partitions, static (writer, partition) =>
            {
                writer.WriteInt32(partition.Index);
                writer.WriteError(partition.Error);
                writer.WriteString(partition.Message);
            });
        });
        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, ErrorCode Error, string? Message);
}
