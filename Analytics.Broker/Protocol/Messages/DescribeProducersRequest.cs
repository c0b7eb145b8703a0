namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeProducers (61), v0, KIP-664. Flexible; topic "t", partition 0:
/// <code>02 | 02 74 | 02 00 00 00 00 | 00 | 00</code>
/// </summary>
internal sealed record DescribeProducersRequest(DescribeProducersRequest.Topic[] Topics) : IKafkaRequest<DescribeProducersRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DescribeProducers, 0, 0, FlexibleFrom: 0);

    public static DescribeProducersRequest Read(ref KafkaReader reader, short version)
    {
        var topics = reader.ReadArray(static (ref KafkaReader topic) => new Topic(topic.ReadString(), topic.ReadInt32Array()));
        reader.ReadTaggedFields();
        return new DescribeProducersRequest(topics);
    }

    internal readonly record struct Topic(string Name, int[] Partitions);
}
