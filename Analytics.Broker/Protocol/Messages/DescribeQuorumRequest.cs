namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeQuorum (55), v0-2, KIP-595, KIP-836 and KIP-853. Flexible; the log of the cluster's metadata:
/// <code>02 | 13 __cluster_metadata | 02 | 00 00 00 00 | 00 | 00 | 00</code>
/// </summary>
internal sealed record DescribeQuorumRequest(DescribeQuorumRequest.Topic[] Topics) : IKafkaRequest<DescribeQuorumRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DescribeQuorum, 0, 2, FlexibleFrom: 0);

    public static DescribeQuorumRequest Read(ref KafkaReader reader, short version)
    {
        var topics = reader.ReadArray(static (ref KafkaReader topic) =>
            new Topic(topic.ReadString(), topic.ReadArray(static (ref KafkaReader partition) => partition.ReadInt32())));
        reader.ReadTaggedFields();
        return new DescribeQuorumRequest(topics);
    }

    internal readonly record struct Topic(string Name, int[] Partitions);
}
