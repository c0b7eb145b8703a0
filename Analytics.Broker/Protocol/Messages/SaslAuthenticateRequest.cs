namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// SaslAuthenticate (36), v0-2: a token of the mechanism. PLAIN, user "a", password "p":
/// <code>00 00 00 04 | 00 61 00 70</code>
/// Flexible from 2.
/// </summary>
internal sealed record SaslAuthenticateRequest(ReadOnlyMemory<byte> Token) : IKafkaRequest<SaslAuthenticateRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.SaslAuthenticate, 0, 2, FlexibleFrom: 2);

    public static SaslAuthenticateRequest Read(ref KafkaReader reader, short version)
    {
        var token = reader.ReadBytes();
        reader.ReadTaggedFields();
        return new SaslAuthenticateRequest(token);
    }
}
