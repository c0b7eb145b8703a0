namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DeleteTopics (20), v1-4. v1, topic "t", 60 s:
/// <code>00 00 00 01 | 00 01 74 | 00 00 ea 60</code>
/// Flexible from 4.
/// </summary>
internal sealed record DeleteTopicsRequest(string[] Names) : IKafkaRequest<DeleteTopicsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DeleteTopics, 1, 4, FlexibleFrom: 4);

    public static DeleteTopicsRequest Read(ref KafkaReader reader, short version)
    {
        var names = reader.ReadStringArray() ?? [];
        reader.ReadInt32(); // timeout
        reader.ReadTaggedFields();
        return new DeleteTopicsRequest(names);
    }
}
