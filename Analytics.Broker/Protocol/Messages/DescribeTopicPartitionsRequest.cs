namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeTopicPartitions (75), v0, KIP-966: topics page by page. Flexible; "t", at most 2000 partitions, from the start:
/// <code>02 | 02 74 | 00 | 00 00 07 d0 | ff | 00</code>
/// topics, limit, cursor (-1, or 1 and topic and partition).
/// </summary>
internal sealed record DescribeTopicPartitionsRequest(string[] Topics, int Limit, DescribeTopicPartitionsRequest.Position? Cursor)
    : IKafkaRequest<DescribeTopicPartitionsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DescribeTopicPartitions, 0, 0, FlexibleFrom: 0);

    public static DescribeTopicPartitionsRequest Read(ref KafkaReader reader, short version)
    {
        var topics = reader.ReadArray(static (ref KafkaReader topic) => topic.ReadString());
        var limit = reader.ReadInt32();
        Position? cursor = null;
        if (reader.ReadInt8() >= 0)
        {
            cursor = new Position(reader.ReadString(), reader.ReadInt32());
            reader.ReadTaggedFields();
        }

        reader.ReadTaggedFields();
        return new DescribeTopicPartitionsRequest(topics, limit, cursor);
    }

    internal readonly record struct Position(string Topic, int Partition);
}
