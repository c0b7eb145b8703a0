namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// ListConfigResources (74), v0-1, KIP-714 and KIP-1142. Flexible; v0, which asks for subscriptions to clients' metrics, has no body. v1, topics:
/// <code>02 | 02 | 00</code>
/// Kinds as in <see cref="DescribeConfigsRequest"/>; none asks for all.
/// </summary>
internal sealed record ListConfigResourcesRequest(sbyte[] Types) : IKafkaRequest<ListConfigResourcesRequest>
{
    public const sbyte ClientMetrics = 16;

    public static ApiDescription Api { get; } = new(ApiKey.ListConfigResources, 0, 1, FlexibleFrom: 0);

    public static ListConfigResourcesRequest Read(ref KafkaReader reader, short version)
    {
        var types = version == 0 ? [ClientMetrics] : new sbyte[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; version >= 1 && i < types.Length; i++)
        {
            types[i] = reader.ReadInt8();
        }

        reader.ReadTaggedFields();
        return new ListConfigResourcesRequest(types);
    }
}
