namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// ListPartitionReassignments (46), v0, KIP-455. Flexible; 60 s, of all partitions (null instead of topics):
/// <code>00 00 ea 60 | 00 | 00</code>
/// </summary>
internal sealed record ListPartitionReassignmentsRequest : IKafkaRequest<ListPartitionReassignmentsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.ListPartitionReassignments, 0, 0, FlexibleFrom: 0);

    public static ListPartitionReassignmentsRequest Read(ref KafkaReader reader, short version)
    {
        reader.ReadInt32(); // timeout
        reader.ReadNullableArray(static (ref KafkaReader topic) => (topic.ReadString(), topic.ReadInt32Array()));
        reader.ReadTaggedFields();
        return new ListPartitionReassignmentsRequest();
    }
}
