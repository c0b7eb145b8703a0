namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// AddOffsetsToTxn (25), v0-3, KIP-98: a group takes part in the transaction. v0, "tx", producer 7 epoch 0, group "g":
/// <code>00 02 74 78 | 00 .. 07 | 00 00 | 00 01 67</code>
/// Flexible from 3.
/// </summary>
internal sealed record AddOffsetsToTxnRequest(string TransactionalId, long ProducerId, short ProducerEpoch, string Group) : IKafkaRequest<AddOffsetsToTxnRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.AddOffsetsToTxn, 0, 3, FlexibleFrom: 3);

    public static AddOffsetsToTxnRequest Read(ref KafkaReader reader, short version)
    {
        var request = new AddOffsetsToTxnRequest(reader.ReadString(), reader.ReadInt64(), reader.ReadInt16(), reader.ReadString());
        reader.ReadTaggedFields();
        return request;
    }
}
