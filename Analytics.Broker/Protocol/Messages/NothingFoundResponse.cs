namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Nothing is there of what was asked for: the answer to ListPartitionReassignments (46) and DescribeClientQuotas (48). v0 of the first:
/// <code>00 00 00 00 | 00 00 | 00 | 01 | 00</code>
/// throttle time, error, message, an empty array.
/// </summary>
internal sealed record NothingFoundResponse(ErrorCode Error = ErrorCode.None, string? Message = null) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(Error);
        writer.WriteString(Message);
        writer.WriteArrayLength(Error is ErrorCode.None ? 0 : -1);
        writer.WriteTaggedFields();
    }
}
