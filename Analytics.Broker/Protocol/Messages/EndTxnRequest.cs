namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// EndTxn (26), v0-3, KIP-98. v0, "tx", producer 7 epoch 0, commit:
/// <code>00 02 74 78 | 00 .. 07 | 00 00 | 01</code>
/// Flexible from 3.
/// </summary>
internal sealed record EndTxnRequest(string TransactionalId, long ProducerId, short ProducerEpoch, bool Commit) : IKafkaRequest<EndTxnRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.EndTxn, 0, 3, FlexibleFrom: 3);

    public static EndTxnRequest Read(ref KafkaReader reader, short version)
    {
        var request = new EndTxnRequest(reader.ReadString(), reader.ReadInt64(), reader.ReadInt16(), reader.ReadBoolean());
        reader.ReadTaggedFields();
        return request;
    }
}
