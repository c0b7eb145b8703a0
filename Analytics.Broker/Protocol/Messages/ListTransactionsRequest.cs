namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// ListTransactions (66), v0-2, KIP-664. Flexible; v0, all:
/// <code>01 | 01 | 00</code>
/// filters by state and by producer id; v1 adds one by duration in milliseconds, -1 for any, v2 one by a regular
/// expression for the transactional id (KIP-1152), null or empty for any.
/// </summary>
internal sealed record ListTransactionsRequest(string[] States, long[] ProducerIds, long DurationMs, string? IdPattern) : IKafkaRequest<ListTransactionsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.ListTransactions, 0, 2, FlexibleFrom: 0);

    public static ListTransactionsRequest Read(ref KafkaReader reader, short version)
    {
        var states = reader.ReadStringArray() ?? [];
        var producerIds = new long[Math.Max(0, reader.ReadArrayLength())];
        for (var i = 0; i < producerIds.Length; i++)
        {
            producerIds[i] = reader.ReadInt64();
        }

        var duration = version >= 1 ? reader.ReadInt64() : -1;
        var pattern = version >= 2 ? reader.ReadNullableString() : null;
        reader.ReadTaggedFields();
        return new ListTransactionsRequest(states, producerIds, duration, pattern);
    }
}
