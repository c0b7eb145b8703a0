namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeConfigs (32), v1-4. v1, all configs of topic "t", without synonyms:
/// <code>00 00 00 01 | 02 | 00 01 74 | ff ff ff ff | 00</code>
/// resources: type (2 topic, 4 broker), name, keys (null: all); include synonyms; v3 adds include documentation (KIP-569). Flexible from 4.
/// </summary>
internal sealed record DescribeConfigsRequest(DescribeConfigsRequest.Resource[] Resources, bool WithSynonyms) : IKafkaRequest<DescribeConfigsRequest>
{
    public const sbyte TopicResource = 2;
    public const sbyte BrokerResource = 4;

    public static ApiDescription Api { get; } = new(ApiKey.DescribeConfigs, 1, 4, FlexibleFrom: 4);

    public static DescribeConfigsRequest Read(ref KafkaReader reader, short version)
    {
        var resources = new Resource[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < resources.Length; i++)
        {
            resources[i] = new Resource(reader.ReadInt8(), reader.ReadString(), reader.ReadStringArray());
            reader.ReadTaggedFields();
        }

        var withSynonyms = reader.ReadBoolean();
        if (version >= 3)
        {
            reader.ReadBoolean(); // include documentation
        }

        reader.ReadTaggedFields();
        return new DescribeConfigsRequest(resources, withSynonyms);
    }

    internal readonly record struct Resource(sbyte Type, string Name, string[]? Keys);
}
