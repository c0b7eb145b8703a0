namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// v0, topic "t" extended:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00 | ff ff</code>
/// throttle time, topics: name, error, message.
/// </summary>
internal sealed record CreatePartitionsResponse(CreatePartitionsResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Name);
            writer.WriteError(topic.Error);
            writer.WriteString(topic.Message);
            writer.WriteTaggedFields();
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, ErrorCode Error, string? Message);
}
