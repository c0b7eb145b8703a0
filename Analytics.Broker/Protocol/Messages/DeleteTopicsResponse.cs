namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v1, topic "t" deleted:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00</code>
/// throttle time, topics: name, error.
/// </summary>
internal sealed record DeleteTopicsResponse(DeleteTopicsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Name);
            writer.WriteError(topic.Error);
            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, ErrorCode Error);
}
