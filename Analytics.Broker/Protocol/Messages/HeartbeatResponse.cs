namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Go on, or rejoin (27, REBALANCE_IN_PROGRESS). v1:
/// <code>00 00 00 00 | 00 1b</code>
/// throttle time (from v1), error.
/// </summary>
internal sealed record HeartbeatResponse(ErrorCode Error) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 1)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteError(Error);
        writer.WriteTaggedFields();
    }
}
