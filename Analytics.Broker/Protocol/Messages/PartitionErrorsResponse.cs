namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// An error for each partition, after the throttle time: the answer to AddPartitionsToTxn (24) and TxnOffsetCommit (28) in all their versions.
/// Topic "t", partition 1, no error:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 01 | 00 00</code>
/// </summary>
internal sealed record PartitionErrorsResponse(PartitionErrorsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        WriteTopics(writer, Topics);
        writer.WriteTaggedFields();
    }

    public static void WriteTopics(KafkaWriter writer, Topic[] topics) => writer.WriteArray(topics, static (writer, topic) =>
    {
        writer.WriteString(topic.Name);
        writer.WriteArray(topic.Partitions, static (writer, partition) =>
        {
            writer.WriteInt32(partition.Index);
            writer.WriteError(partition.Error);
        });
    });

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, ErrorCode Error);
}
