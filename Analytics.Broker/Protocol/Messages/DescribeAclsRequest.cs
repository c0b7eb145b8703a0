namespace Analytics.Broker.Protocol.Messages;

/// <summary>DescribeAcls (29), v1-3: one <see cref="AclFilter"/>. Flexible from 2.</summary>
internal sealed record DescribeAclsRequest : IKafkaRequest<DescribeAclsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DescribeAcls, 1, 3, FlexibleFrom: 2);

    public static DescribeAclsRequest Read(ref KafkaReader reader, short version)
    {
        AclFilter.Skip(ref reader);
        reader.ReadTaggedFields();
        return new DescribeAclsRequest();
    }
}
