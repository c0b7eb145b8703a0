namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Where the coordinator is. v0, node 1 at localhost:9092:
/// <code>00 00 | 00 00 00 01 | 00 09 6c 6f 63 61 6c 68 6f 73 74 | 00 00 23 84</code>
/// v1 adds the throttle time in front and a message after the error.
/// </summary>
internal sealed record FindCoordinatorResponse(ErrorCode Error, string? Message, int NodeId, string Host, int Port) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        if (version >= 1)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteError(Error);
        if (version >= 1)
        {
            writer.WriteString(Message);
        }

        writer.WriteInt32(NodeId);
        writer.WriteString(Host);
        writer.WriteInt32(Port);
        writer.WriteTaggedFields();
    }
}
