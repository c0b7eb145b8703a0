namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// ConsumerGroupHeartbeat (68), v0-1, KIP-848: group, member, its epoch, subscription, assignment. Flexible. The body is not read, since the answer is the
/// same to all.
/// </summary>
internal sealed record ConsumerGroupHeartbeatRequest : IKafkaRequest<ConsumerGroupHeartbeatRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.ConsumerGroupHeartbeat, 0, 1, FlexibleFrom: 0);

    public static ConsumerGroupHeartbeatRequest Read(ref KafkaReader reader, short version) => new();
}
