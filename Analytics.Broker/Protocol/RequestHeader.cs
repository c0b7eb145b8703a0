namespace Analytics.Broker.Protocol;

/// <summary>
/// Request header v1 and v2 (KIP-482). Example, ApiVersions v3, correlation 7, client "rdkafka":
/// <code>00 12 | 00 03 | 00 00 00 07 | 00 07 72 64 6b 61 66 6b 61 | 00</code>
/// key, version, correlation id, client id (never compact, not even in v2), tagged fields (only v2).
/// </summary>
internal readonly record struct RequestHeader(short ApiKey, short Version, int CorrelationId, string? ClientId)
{
    /// <summary>The part every version has in common; enough to answer an unknown version (KIP-511).</summary>
    public static RequestHeader ReadFixed(ref KafkaReader reader)
    {
        var key = reader.ReadInt16();
        var version = reader.ReadInt16();
        return new RequestHeader(key, version, reader.ReadInt32(), ClientId: null);
    }

    public RequestHeader ReadRest(ref KafkaReader reader)
    {
        var clientId = reader.ReadLegacyNullableString();
        reader.ReadTaggedFields();
        return this with { ClientId = clientId };
    }
}
