namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Why there is no such group. UNSUPPORTED_VERSION:
/// <code>00 00 00 00 | 00 23 | 00 | 00 | 00 00 00 00 | 00 00 00 00 | ff | 00</code>
/// throttle time, error, message, member, epoch, interval, and the assignment, which is null.
/// </summary>
internal sealed record ConsumerGroupHeartbeatResponse(ErrorCode Error) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(Error);
        writer.WriteString(null); // message
        writer.WriteString(null); // member
        writer.WriteInt32(0); // epoch
        writer.WriteInt32(0); // interval
        writer.WriteInt8(-1); // assignment
        writer.WriteTaggedFields();
    }
}
