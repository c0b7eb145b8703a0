namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Why there are no rules. v1:
/// <code>00 00 00 00 | 00 36 | 00 02 6e 6f | 00 00 00 00</code>
/// throttle time, error, message, resources.
/// </summary>
internal sealed record DescribeAclsResponse(ErrorCode Error, string Message) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(Error);
        writer.WriteString(Message);
        writer.WriteArrayLength(0);
        writer.WriteTaggedFields();
    }
}
