namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// CreatePartitions (37), v0-3. v0, topic "t" to 6 partitions in all, no assignments, 60 s, not only validated:
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 06 | ff ff ff ff | 00 00 ea 60 | 00</code>
/// Flexible from 2.
/// </summary>
internal sealed record CreatePartitionsRequest(CreatePartitionsRequest.Topic[] Topics, bool ValidateOnly) : IKafkaRequest<CreatePartitionsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.CreatePartitions, 0, 3, FlexibleFrom: 2);

    public static CreatePartitionsRequest Read(ref KafkaReader reader, short version)
    {
        var topics = new Topic[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < topics.Length; i++)
        {
            topics[i] = new Topic(reader.ReadString(), reader.ReadInt32(), reader.ReadNullableArray(static (ref KafkaReader brokers) => brokers.ReadInt32Array()));
            reader.ReadTaggedFields();
        }

        reader.ReadInt32(); // timeout
        var validateOnly = reader.ReadBoolean();
        reader.ReadTaggedFields();
        return new CreatePartitionsRequest(topics, validateOnly);
    }

    /// <param name="Name">The topic.</param>
    /// <param name="Partitions">How many partitions it shall have in all.</param>
    /// <param name="Assignments">Where each new partition shall be; null to leave that to the broker.</param>
    internal readonly record struct Topic(string Name, int Partitions, int[][]? Assignments);
}
