namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The throttle time and one error code: the answer to AddOffsetsToTxn (25) and EndTxn (26).
/// <code>00 00 00 00 | 00 00</code>
/// </summary>
internal sealed record ErrorResponse(ErrorCode Error) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(Error);
        writer.WriteTaggedFields();
    }
}
