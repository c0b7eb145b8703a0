namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeClientQuotas (48), v0-1, KIP-546. v0, of user "a", also where more is given:
/// <code>00 00 00 01 | 00 04 75 73 65 72 | 00 | 00 01 61 | 00</code>
/// kinds of entity with how to match and what, and whether nothing else may be given. Flexible from 1.
/// </summary>
internal sealed record DescribeClientQuotasRequest(string[] EntityTypes) : IKafkaRequest<DescribeClientQuotasRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DescribeClientQuotas, 0, 1, FlexibleFrom: 1);

    public static DescribeClientQuotasRequest Read(ref KafkaReader reader, short version)
    {
        var types = reader.ReadArray(static (ref KafkaReader component) =>
        {
            var type = component.ReadString();
            component.ReadInt8();
            component.ReadNullableString();
            return type;
        });
        reader.ReadBoolean(); // strict
        reader.ReadTaggedFields();
        return new DescribeClientQuotasRequest(types);
    }
}
