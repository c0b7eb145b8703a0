namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// ElectLeaders (43), v0-2, KIP-183 and KIP-460. v1, the preferred leader of topic "t", partition 0 (null instead of the topics: of all), 60 s:
/// <code>00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 00 00 00 00 | 00 00 ea 60</code>
/// v0 has no kind of election. Flexible from 2.
/// </summary>
internal sealed record ElectLeadersRequest(ElectLeadersRequest.Topic[]? Topics) : IKafkaRequest<ElectLeadersRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.ElectLeaders, 0, 2, FlexibleFrom: 2);

    public static ElectLeadersRequest Read(ref KafkaReader reader, short version)
    {
        if (version >= 1)
        {
            reader.ReadInt8(); // kind of election
        }

        var topics = reader.ReadNullableArray(static (ref KafkaReader topic) => new Topic(topic.ReadString(), topic.ReadInt32Array()));
        reader.ReadInt32(); // timeout
        reader.ReadTaggedFields();
        return new ElectLeadersRequest(topics);
    }

    internal readonly record struct Topic(string Name, int[] Partitions);
}
