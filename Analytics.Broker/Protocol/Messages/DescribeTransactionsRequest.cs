namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// DescribeTransactions (65), v0, KIP-664. Flexible; "tx":
/// <code>02 | 03 74 78 | 00</code>
/// </summary>
internal sealed record DescribeTransactionsRequest(string[] TransactionalIds) : IKafkaRequest<DescribeTransactionsRequest>
{
    public static ApiDescription Api { get; } = new(ApiKey.DescribeTransactions, 0, 0, FlexibleFrom: 0);

    public static DescribeTransactionsRequest Read(ref KafkaReader reader, short version)
    {
        var ids = reader.ReadStringArray() ?? [];
        reader.ReadTaggedFields();
        return new DescribeTransactionsRequest(ids);
    }
}
