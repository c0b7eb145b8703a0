namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeGroups (15), v0-6. v0, group "g":
/// <code>00 00 00 01 | 00 01 67</code>
/// v3 adds a flag that asks for authorised operations (KIP-430). Flexible from 5.
/// </summary>
internal sealed record DescribeGroupsRequest(string[] Groups, bool WithOperations) : IKafkaRequest<DescribeGroupsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DescribeGroups, 0, 6, FlexibleFrom: 5);

    public static DescribeGroupsRequest Read(ref KafkaReader reader, short version)
    {
        var groups = reader.ReadStringArray() ?? [];
        var withOperations = version >= 3 && reader.ReadBoolean();
        reader.ReadTaggedFields();
        return new DescribeGroupsRequest(groups, withOperations);
    }
}
