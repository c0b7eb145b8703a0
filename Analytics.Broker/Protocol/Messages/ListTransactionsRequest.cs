namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// ListTransactions (66), v0-1, KIP-664. Flexible; v0, all:
/// <code>01 | 01 | 00</code>
/// filters by state and by producer id; v1 adds one by duration in milliseconds, -1 for any.
/// </summary>
internal sealed record ListTransactionsRequest(string[] States, long[] ProducerIds, long DurationMs) : IKafkaRequest<ListTransactionsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.ListTransactions, 0, 1, FlexibleFrom: 0);

    public static ListTransactionsRequest Read(ref KafkaReader reader, short version)
    {
        var states = reader.ReadStringArray() ?? [];
        var producerIds = new long[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < producerIds.Length; i++)
        {
            producerIds[i] = reader.ReadInt64();
        }

        var duration = version >= 1 ? reader.ReadInt64() : -1;
        reader.ReadTaggedFields();
        return new ListTransactionsRequest(states, producerIds, duration);
    }
}
