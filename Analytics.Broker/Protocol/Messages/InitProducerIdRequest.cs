namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// InitProducerId (22), v0-4, KIP-98. v0, idempotent only:
/// <code>ff ff | 00 00 ea 60</code>
/// transactional id (null), transaction timeout. v3 adds the producer id and epoch that the client has (KIP-360). Flexible from 2.
/// </summary>
internal sealed record InitProducerIdRequest(string? TransactionalId, int TimeoutMs, long ProducerId, short ProducerEpoch) : IKafkaRequest<InitProducerIdRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.InitProducerId, 0, 4, FlexibleFrom: 2);

    public static InitProducerIdRequest Read(ref KafkaReader reader, short version)
    {
        var transactionalId = reader.ReadNullableString();
        var timeout = reader.ReadInt32();
        var request = new InitProducerIdRequest(
            transactionalId, timeout, version >= 3 ? reader.ReadInt64() : -1, version >= 3 ? reader.ReadInt16() : (short)-1);
        reader.ReadTaggedFields();
        return request;
    }
}
