namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeCluster (60), v0-2, KIP-700. Flexible; v0, without authorised operations:
/// <code>00 | 00</code>
/// v1 adds the kind of endpoint: 1 brokers, 2 controllers (KIP-919), v2 whether fenced brokers are listed too (KIP-1073).
/// </summary>
internal sealed record DescribeClusterRequest(bool WithOperations, sbyte EndpointType) : IKafkaRequest<DescribeClusterRequest>
{
    public const sbyte Brokers = 1;

    public static ApiDescription Api { get; } = new(ApiKey.DescribeCluster, 0, 2, FlexibleFrom: 0);

    public static DescribeClusterRequest Read(ref KafkaReader reader, short version)
    {
        var request = new DescribeClusterRequest(reader.ReadBoolean(), version >= 1 ? reader.ReadInt8() : Brokers);
        if (version >= 2)
        {
            reader.ReadBoolean(); // fenced ones too: the one is not
        }

        reader.ReadTaggedFields();
        return request;
    }
}
