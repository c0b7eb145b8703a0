namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v1, no error, no message, an empty token, a session without end:
/// <code>00 00 | ff ff | 00 00 00 00 | 00 .. 00</code>
/// </summary>
internal sealed record SaslAuthenticateResponse(ErrorCode Error, string? Message, byte[] Token) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteError(Error);
        writer.WriteString(Message);
        writer.WriteBytes(Token);
        if (version >= 1)
        {
            writer.WriteInt64(0); // session lifetime (KIP-368): nobody has to log in again
        }

        writer.WriteTaggedFields();
    }
}
