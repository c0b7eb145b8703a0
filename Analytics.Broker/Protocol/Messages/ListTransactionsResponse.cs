namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The transactional ids that are known. v0, "tx", producer 7, Empty:
/// <code>00 00 00 00 | 00 00 | 01 | 02 | 03 74 78 | 00 .. 07 | 06 45 6d 70 74 79 | 00 | 00</code>
/// throttle time, error, filters that name no state, transactions.
/// </summary>
internal sealed record ListTransactionsResponse(ErrorCode Error, string[] UnknownStates, ListTransactionsResponse.Transaction[] Transactions) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteError(Error);
        writer.WriteStringArray(UnknownStates);
        writer.WriteArray(Transactions, static (writer, transaction) =>
        {
            writer.WriteString(transaction.Id);
            writer.WriteInt64(transaction.ProducerId);
            writer.WriteString(transaction.State);
        });
        writer.WriteTaggedFields();
    }

    internal readonly record struct Transaction(string Id, long ProducerId, string State);
}
