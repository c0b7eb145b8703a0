namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Metadata (3), v0-9. v4, topic "t", create it when it is missing:
/// <code>00 00 00 01 | 00 01 74 | 01</code>
/// Topics null (v0: empty) asks for all; empty asks for none. v8 adds two flags about authorisation, which is not kept here. Flexible from 9.
/// </summary>
internal sealed record MetadataRequest(string[]? Topics, bool AllowAutoCreate) : IKafkaRequest<MetadataRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.Metadata, 0, 9, FlexibleFrom: 9);

    public static MetadataRequest Read(ref KafkaReader reader, short version)
    {
        var count = reader.ReadArrayLength();
        var topics = count < 0 || (version == 0 && count == 0) ? null : new string[count];
        for (var i = 0; i < topics?.Length; i++)
        {
            topics[i] = reader.ReadString();
            reader.ReadTaggedFields();
        }

        var allowAutoCreate = version < 4 || reader.ReadBoolean();
        if (version >= 8)
        {
            reader.ReadBoolean(); // include the cluster's authorised operations
            reader.ReadBoolean(); // include the topics' authorised operations
        }

        reader.ReadTaggedFields();
        return new MetadataRequest(topics, allowAutoCreate);
    }
}
