namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// TxnOffsetCommit (28), v0-3, KIP-98 and KIP-447. v0, "tx", group "g", producer 7 epoch 0, topic "t", partition 0, offset 10, no metadata:
/// <code>00 02 74 78 | 00 01 67 | 00 .. 07 | 00 00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 .. 0a | ff ff</code>
/// v2 adds the leader epoch, v3 generation, member and static member id. Flexible from 3.
/// </summary>
internal sealed record TxnOffsetCommitRequest(
    string TransactionalId,
    string Group,
    long ProducerId,
    short ProducerEpoch,
    int Generation,
    string MemberId,
    string? InstanceId,
    OffsetCommitRequest.Topic[] Topics) : IKafkaRequest<TxnOffsetCommitRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.TxnOffsetCommit, 0, 3, FlexibleFrom: 3);

    public static TxnOffsetCommitRequest Read(ref KafkaReader reader, short version)
    {
        var request = new TxnOffsetCommitRequest(
            reader.ReadString(),
            reader.ReadString(),
            reader.ReadInt64(),
            reader.ReadInt16(),
            version >= 3 ? reader.ReadInt32() : -1,
            version >= 3 ? reader.ReadString() : "",
            version >= 3 ? reader.ReadNullableString() : null,
            version >= 2 ? reader.ReadArray(ReadTopicWithEpochs) : reader.ReadArray(ReadTopic));
        reader.ReadTaggedFields();
        return request;
    }

    private static OffsetCommitRequest.Topic ReadTopic(ref KafkaReader reader) => new(
        reader.ReadString(),
        reader.ReadArray(static (ref KafkaReader partition) =>
            new OffsetCommitRequest.Partition(partition.ReadInt32(), partition.ReadInt64(), -1, partition.ReadNullableString())));

    private static OffsetCommitRequest.Topic ReadTopicWithEpochs(ref KafkaReader reader) => new(
        reader.ReadString(),
        reader.ReadArray(static (ref KafkaReader partition) =>
            new OffsetCommitRequest.Partition(partition.ReadInt32(), partition.ReadInt64(), partition.ReadInt32(), partition.ReadNullableString())));
}
