namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// A member's assignment, as the leader wrote it. v0, two bytes:
/// <code>00 00 | 00 00 00 02 ..</code>
/// v1 adds the throttle time, v5 protocol type and name.
/// </summary>
internal sealed record SyncGroupResponse(ErrorCode Error, string? ProtocolType, string? ProtocolName, byte[] Assignment) : IKafkaResponse
{
    public static SyncGroupResponse Failed(ErrorCode error) => new(error, null, null, []);

    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 1)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteError(Error);
        if (version >= 5)
        {
            writer.WriteString(ProtocolType);
            writer.WriteString(ProtocolName);
        }

        writer.WriteBytes(Assignment);
        writer.WriteTaggedFields();
    }
}
