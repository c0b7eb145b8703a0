namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Metadata (3), v0-12. v4, topic "t", create it when it is missing:
/// <code>00 00 00 01 | 00 01 74 | 01</code>
/// Topics null (v0: empty) asks for all; empty asks for none. v8 adds two flags that ask for authorised operations (KIP-430), v11 drops the cluster's.
/// v10 puts the topic's id (KIP-516) before its name, which may then be null. Flexible from 9.
/// </summary>
internal sealed record MetadataRequest(MetadataRequest.Topic[]? Topics, bool AllowAutoCreate, bool WithClusterOperations, bool WithTopicOperations)
    : IKafkaRequest<MetadataRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.Metadata, 0, 12, FlexibleFrom: 9);

    public static MetadataRequest Read(ref KafkaReader reader, short version)
    {
        var count = reader.ReadArrayLength();
        var topics = count < 0 || (version == 0 && count == 0) ? null : new Topic[count];
        for (var i = 0; i < topics?.Length; i++)
        {
            topics[i] = version >= 10 ? new Topic(reader.ReadUuid(), reader.ReadNullableString()) : new Topic(Guid.Empty, reader.ReadString());
            reader.ReadTaggedFields();
        }

        var allowAutoCreate = version < 4 || reader.ReadBoolean();
        var withClusterOperations = version is >= 8 and <= 10 && reader.ReadBoolean();
        var withTopicOperations = version >= 8 && reader.ReadBoolean();
        reader.ReadTaggedFields();
        return new MetadataRequest(topics, allowAutoCreate, withClusterOperations, withTopicOperations);
    }

    /// <param name="Id">The topic's id; empty when it is asked for by name.</param>
    /// <param name="Name">Its name; null when it is asked for by id.</param>
    internal readonly record struct Topic(Guid Id, string? Name);
}
