namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// CreateTopics (19), v2-5. v2, topic "t", 6 partitions, replication 1, no assignments, no configs, 60 s, not only validated:
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 06 | 00 01 | 00 00 00 00 | 00 00 00 00 | 00 00 ea 60 | 00</code>
/// From v4 -1 partitions and replicas mean the broker's default (KIP-464). Flexible from 5.
/// </summary>
internal sealed record CreateTopicsRequest(CreateTopicsRequest.Topic[] Topics, bool ValidateOnly) : IKafkaRequest<CreateTopicsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.CreateTopics, 2, 5, FlexibleFrom: 5);

    public static CreateTopicsRequest Read(ref KafkaReader reader, short version)
    {
        var topics = new Topic[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < topics.Length; i++)
        {
            topics[i] = ReadTopic(ref reader);
        }

        reader.ReadInt32(); // timeout
        var validateOnly = reader.ReadBoolean();
        reader.ReadTaggedFields();
        return new CreateTopicsRequest(topics, validateOnly);
    }

    private static Topic ReadTopic(ref KafkaReader reader)
    {
        var name = reader.ReadString();
        var partitions = reader.ReadInt32();
        var replication = reader.ReadInt16();
        var assigned = Math.Max(0, reader.ReadArrayLength());
        for (var i = 0; i < assigned; i++)
        {
            reader.ReadInt32(); // partition
            reader.ReadInt32Array(); // brokers
            reader.ReadTaggedFields();
        }

        var configs = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var count = reader.ReadArrayLength(); count > 0; count--)
        {
            var key = reader.ReadString();
            if (reader.ReadNullableString() is { } value)
            {
                configs[key] = value;
            }

            reader.ReadTaggedFields();
        }

        reader.ReadTaggedFields();
        return new Topic(name, assigned > 0 ? assigned : partitions, assigned > 0 ? (short)1 : replication, configs);
    }

    internal sealed record Topic(string Name, int Partitions, short Replication, Dictionary<string, string> Configs);
}
