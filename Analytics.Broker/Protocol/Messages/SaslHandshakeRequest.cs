namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// SaslHandshake (17), v0-1: the mechanism that the client wants to log in with. "PLAIN":
/// <code>00 05 50 4c 41 49 4e</code>
/// With v1 the tokens follow in SaslAuthenticate requests (KIP-152), which is the only way here.
/// </summary>
internal sealed record SaslHandshakeRequest(string Mechanism) : IKafkaRequest<SaslHandshakeRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.SaslHandshake, 0, 1, FlexibleFrom: short.MaxValue);

    public static SaslHandshakeRequest Read(ref KafkaReader reader, short version) => new(reader.ReadString());
}
