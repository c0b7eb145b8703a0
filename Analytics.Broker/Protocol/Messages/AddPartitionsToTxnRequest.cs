namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// AddPartitionsToTxn (24), v0-3, KIP-98. v0, "tx", producer 7 epoch 0, topic "t", partition 1:
/// <code>00 02 74 78 | 00 .. 07 | 00 00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 00 00 00 01</code>
/// Flexible from 3. Later versions are for brokers and for transactions of version 2 (KIP-890).
/// </summary>
internal sealed record AddPartitionsToTxnRequest(string TransactionalId, long ProducerId, short ProducerEpoch, AddPartitionsToTxnRequest.Topic[] Topics)
    : IKafkaRequest<AddPartitionsToTxnRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.AddPartitionsToTxn, 0, 3, FlexibleFrom: 3);

    public static AddPartitionsToTxnRequest Read(ref KafkaReader reader, short version)
    {
        var request = new AddPartitionsToTxnRequest(
            reader.ReadString(),
            reader.ReadInt64(),
            reader.ReadInt16(),
            reader.ReadArray(static (ref KafkaReader topic) => new Topic(topic.ReadString(), topic.ReadInt32Array())));
        reader.ReadTaggedFields();
        return request;
    }

    internal readonly record struct Topic(string Name, int[] Partitions);
}
