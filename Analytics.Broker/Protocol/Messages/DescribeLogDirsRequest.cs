namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeLogDirs (35), v1-4, KIP-113 and KIP-827. v1, topic "t", partition 0 (null instead of the topics asks for all):
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 01 00 00 00 00</code>
/// Flexible from 2.
/// </summary>
internal sealed record DescribeLogDirsRequest(DescribeLogDirsRequest.Topic[]? Topics) : IKafkaRequest<DescribeLogDirsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DescribeLogDirs, 1, 4, FlexibleFrom: 2);

    public static DescribeLogDirsRequest Read(ref KafkaReader reader, short version)
    {
        var topics = reader.ReadNullableArray(static (ref KafkaReader topic) => new Topic(topic.ReadString(), topic.ReadInt32Array()));
        reader.ReadTaggedFields();
        return new DescribeLogDirsRequest(topics);
    }

    internal readonly record struct Topic(string Name, int[] Partitions);
}
