namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The one node. v0, cluster "c", controller 1, broker 1 at "h":9092 without a rack:
/// <code>00 00 00 00 | 00 00 | 00 | 02 63 | 00 00 00 01 | 02 | 00 00 00 01 | 02 68 | 00 00 23 84 | 00 | 00 | 80 00 00 00 | 00</code>
/// throttle time, error, message, cluster, controller, brokers, authorised operations; v1 has the kind of endpoint after the message, v2 whether the broker is fenced.
/// </summary>
internal sealed record DescribeClusterResponse(
    ErrorCode Error, string? Message, sbyte EndpointType, string ClusterId, int NodeId, string Host, int Port, int Operations) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(Error);
        writer.WriteString(Message);
        if (version >= 1)
        {
            writer.WriteInt8(EndpointType);
        }

        writer.WriteString(ClusterId);
        writer.WriteInt32(NodeId);
        writer.WriteArrayLength(1);
        writer.WriteInt32(NodeId);
        writer.WriteString(Host);
        writer.WriteInt32(Port);
        writer.WriteString(null); // rack
        if (version >= 2)
        {
            writer.WriteBoolean(false); // not fenced
        }

        writer.WriteTaggedFields();
        writer.WriteInt32(Operations);
        writer.WriteTaggedFields();
    }
}
