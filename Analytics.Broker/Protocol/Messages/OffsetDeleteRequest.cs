namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// OffsetDelete (47), v0, KIP-496: takes back what a group has committed. Group "g", topic "t", partition 0:
/// <code>00 01 67 | 00 00 00 01 | 00 01 74 | 00 00 00 01 00 00 00 00</code>
/// Never flexible.
/// </summary>
internal sealed record OffsetDeleteRequest(string Group, OffsetDeleteRequest.Topic[] Topics) : IKafkaRequest<OffsetDeleteRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.OffsetDelete, 0, 0, FlexibleFrom: short.MaxValue);

    public static OffsetDeleteRequest Read(ref KafkaReader reader, short version) => new(
        reader.ReadString(),
        reader.ReadArray(static (ref KafkaReader topic) => new Topic(topic.ReadString(), topic.ReadInt32Array())));

    internal readonly record struct Topic(string Name, int[] Partitions);
}
