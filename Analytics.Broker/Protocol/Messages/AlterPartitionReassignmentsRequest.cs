namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// AlterPartitionReassignments (45), v0, KIP-455. Flexible; 60 s, topic "t", partition 0 to broker 1:
/// <code>00 00 ea 60 | 02 | 02 74 | 02 | 00 00 00 00 | 02 00 00 00 01 | 00 | 00 | 00</code>
/// Without brokers (null) a reassignment is called off.
/// </summary>
internal sealed record AlterPartitionReassignmentsRequest(AlterPartitionReassignmentsRequest.Topic[] Topics) : IKafkaRequest<AlterPartitionReassignmentsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.AlterPartitionReassignments, 0, 0, FlexibleFrom: 0);

    public static AlterPartitionReassignmentsRequest Read(ref KafkaReader reader, short version)
    {
        reader.ReadInt32(); // timeout
        var topics = reader.ReadArray(static (ref KafkaReader topic) => new Topic(topic.ReadString(), topic.ReadArray(ReadPartition)));
        reader.ReadTaggedFields();
        return new AlterPartitionReassignmentsRequest(topics);
    }

    private static Partition ReadPartition(ref KafkaReader reader)
    {
        var index = reader.ReadInt32();
        return new Partition(index, reader.ReadNullableInt32Array());
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    /// <param name="Index">The partition.</param>
    /// <param name="Brokers">Where it shall be; null to call a move off.</param>
    internal readonly record struct Partition(int Index, int[]? Brokers);
}
