namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// CreateTopics (19), v2-7. v2, topic "t", 6 partitions, replication 1, no assignments, no configs, 60 s, not only validated:
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 06 | 00 01 | 00 00 00 00 | 00 00 00 00 | 00 00 ea 60 | 00</code>
/// From v4 -1 partitions and replicas mean the broker's default (KIP-464). Flexible from 5.
/// </summary>
internal sealed record CreateTopicsRequest(CreateTopicsRequest.Topic[] Topics, bool ValidateOnly) : IKafkaRequest<CreateTopicsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.CreateTopics, 2, 7, FlexibleFrom: 5);

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
        var assignments = reader.ReadArray(static (ref KafkaReader assignment) => new Assignment(assignment.ReadInt32(), assignment.ReadInt32Array()));

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
        return new Topic(name, partitions, replication, assignments, configs);
    }

    /// <param name="Name">The new topic.</param>
    /// <param name="Partitions">How many; -1 for the default, or where they are assigned.</param>
    /// <param name="Replication">The factor; -1 for the default, or where partitions are assigned.</param>
    /// <param name="Assignments">Where each partition shall be; empty to leave that to the broker.</param>
    /// <param name="Configs">What is set on it.</param>
    internal sealed record Topic(string Name, int Partitions, short Replication, Assignment[] Assignments, Dictionary<string, string> Configs);

    internal readonly record struct Assignment(int Partition, int[] Brokers);
}
