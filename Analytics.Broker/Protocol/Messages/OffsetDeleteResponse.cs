namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// An error for the group and one for each partition. v0, none, topic "t", partition 0:
/// <code>00 00 | 00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 00</code>
/// </summary>
internal sealed record OffsetDeleteResponse(ErrorCode Error, PartitionErrorsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteError(Error);
        writer.WriteInt32(0); // throttle time
        PartitionErrorsResponse.WriteTopics(writer, Topics);
    }
}
