namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// No error, and the one mechanism "PLAIN":
/// <code>00 00 | 00 00 00 01 | 00 05 50 4c 41 49 4e</code>
/// </summary>
internal sealed record SaslHandshakeResponse(ErrorCode Error, string[] Mechanisms) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteError(Error);
        writer.WriteArrayLength(Mechanisms.Length);
        foreach (var mechanism in Mechanisms)
        {
            writer.WriteString(mechanism);
        }
    }
}
