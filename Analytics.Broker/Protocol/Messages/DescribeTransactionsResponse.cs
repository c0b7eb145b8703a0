namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The state of each transactional id. v0, "tx", Empty, timeout 60 s, never begun, producer 7 epoch 0, no partitions:
/// <code>00 00 00 00 | 02 | 00 00 | 03 74 78 | 06 45 6d 70 74 79 | 00 00 ea 60 | ff .. | 00 .. 07 | 00 00 | 01 | 00 | 00</code>
/// </summary>
internal sealed record DescribeTransactionsResponse(DescribeTransactionsResponse.Transaction[] Transactions) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArray(Transactions, static (writer, transaction) =>
        {
            writer.WriteError(transaction.Error);
            writer.WriteString(transaction.Id);
            writer.WriteString(transaction.State);
            writer.WriteInt32(transaction.TimeoutMs);
            writer.WriteInt64(transaction.StartedMs);
            writer.WriteInt64(transaction.ProducerId);
            writer.WriteInt16(transaction.ProducerEpoch);
            writer.WriteArray(transaction.Topics, static (writer, topic) =>
            {
                writer.WriteString(topic.Name);
                writer.WriteInt32Array(topic.Partitions);
            });
        });
        writer.WriteTaggedFields();
    }

    internal sealed record Transaction(
        ErrorCode Error, string Id, string State, int TimeoutMs, long StartedMs, long ProducerId, short ProducerEpoch, Topic[] Topics);

    internal readonly record struct Topic(string Name, int[] Partitions);
}
