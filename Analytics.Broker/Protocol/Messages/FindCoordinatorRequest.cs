namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// FindCoordinator (10), v0-3. v1, group "g":
/// <code>00 01 67 | 00</code>
/// key, key type (0 group, 1 transactional id; v0 has groups only). Flexible from 3.
/// </summary>
internal sealed record FindCoordinatorRequest(string Key, sbyte KeyType) : IKafkaRequest<FindCoordinatorRequest>
{
    public const sbyte GroupKey = 0;
    public const sbyte TransactionKey = 1;

    public static ApiDescription Api { get; } = new(ApiKey.FindCoordinator, 0, 3, FlexibleFrom: 3);

    public static FindCoordinatorRequest Read(ref KafkaReader reader, short version)
    {
        var request = new FindCoordinatorRequest(reader.ReadString(), version >= 1 ? reader.ReadInt8() : GroupKey);
        reader.ReadTaggedFields();
        return request;
    }
}
