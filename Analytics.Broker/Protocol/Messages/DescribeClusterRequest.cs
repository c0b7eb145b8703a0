namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeCluster (60), v0-1, KIP-700. Flexible; v0, without authorised operations:
/// <code>00 | 00</code>
/// v1 adds the kind of endpoint: 1 brokers, 2 controllers (KIP-919).
/// </summary>
internal sealed record DescribeClusterRequest(sbyte EndpointType) : IKafkaRequest<DescribeClusterRequest>
{
    public const sbyte Brokers = 1;

    public static ApiDescription Api { get; } = new(ApiKey.DescribeCluster, 0, 1, FlexibleFrom: 0);

    public static DescribeClusterRequest Read(ref KafkaReader reader, short version)
    {
        reader.ReadBoolean(); // include authorised operations
        var request = new DescribeClusterRequest(version >= 1 ? reader.ReadInt8() : Brokers);
        reader.ReadTaggedFields();
        return request;
    }
}
