namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DeleteRecords (21), v0-2, KIP-107. v0, topic "t", partition 0, before offset 10, timeout 30 s:
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 .. 0a | 00 00 75 30</code>
/// Offset -1 stands for the end of the log. Flexible from 2.
/// </summary>
internal sealed record DeleteRecordsRequest(DeleteRecordsRequest.Topic[] Topics) : IKafkaRequest<DeleteRecordsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DeleteRecords, 0, 2, FlexibleFrom: 2);

    public static DeleteRecordsRequest Read(ref KafkaReader reader, short version)
    {
        var topics = reader.ReadArray(static (ref KafkaReader topic) => new Topic(
            topic.ReadString(), topic.ReadArray(static (ref KafkaReader partition) => new Partition(partition.ReadInt32(), partition.ReadInt64()))));
        reader.ReadInt32(); // timeout
        reader.ReadTaggedFields();
        return new DeleteRecordsRequest(topics);
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, long Before);
}
