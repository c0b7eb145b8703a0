namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DeleteTopics (20), v1-6. v1, topic "t", 60 s:
/// <code>00 00 00 01 | 00 01 74 | 00 00 ea 60</code>
/// v6 has the topic's id (KIP-516) after its name, one of which is given. Flexible from 4.
/// </summary>
internal sealed record DeleteTopicsRequest(DeleteTopicsRequest.Topic[] Topics) : IKafkaRequest<DeleteTopicsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DeleteTopics, 1, 6, FlexibleFrom: 4);

    public static DeleteTopicsRequest Read(ref KafkaReader reader, short version)
    {
        var topics = version >= 6
            ? reader.ReadArray(static (ref KafkaReader topic) => new Topic(topic.ReadNullableString(), topic.ReadUuid()))
            : [.. (reader.ReadStringArray() ?? []).Select(name => new Topic(name, Guid.Empty))];
        reader.ReadInt32(); // timeout
        reader.ReadTaggedFields();
        return new DeleteTopicsRequest(topics);
    }

    /// <param name="Name">Null when it is told by its id.</param>
    /// <param name="Id">Empty when it is told by its name.</param>
    internal readonly record struct Topic(string? Name, Guid Id);
}
