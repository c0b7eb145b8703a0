namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// The producers that a partition remembers. v0, topic "t", partition 0, producer 7 epoch 0, last sequence 4, open transaction from offset 10:
/// <code>00 00 00 00 | 02 | 02 74 | 02 | 00 00 00 00 | 00 00 | 00 | 02 | 00 .. 07 | 00 00 00 00 | 00 00 00 04 | 00 .. | 00 00 00 00 | 00 .. 0a | 00 | 00 | 00 | 00</code>
/// </summary>
internal sealed record DescribeProducersResponse(DescribeProducersResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        writer.WriteArray(Topics, static (writer, topic) =>
        {
            writer.WriteString(topic.Name);
            writer.WriteArray(topic.Partitions, static (writer, partition) =>
            {
                writer.WriteInt32(partition.Index);
                writer.WriteError(partition.Error);
                writer.WriteString(null); // message
                writer.WriteArray(partition.Producers, WriteProducer);
            });
        });
        writer.WriteTaggedFields();
    }

    private static void WriteProducer(KafkaWriter writer, Producer producer)
    {
        writer.WriteInt64(producer.Id);
        writer.WriteInt32(producer.Epoch);
        writer.WriteInt32(producer.LastSequence);
        writer.WriteInt64(producer.LastTimestamp);
        writer.WriteInt32(-1); // epoch of the coordinator: there is but one
        writer.WriteInt64(producer.TransactionFirstOffset);
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    internal readonly record struct Partition(int Index, ErrorCode Error, Producer[] Producers);

    /// <param name="Id">Its producer id.</param>
    /// <param name="Epoch">Its epoch.</param>
    /// <param name="LastSequence">-1 when the epoch has none.</param>
    /// <param name="LastTimestamp">When it last wrote, in milliseconds since the Unix epoch.</param>
    /// <param name="TransactionFirstOffset">Where its open transaction begins; -1 for none.</param>
    internal readonly record struct Producer(long Id, int Epoch, int LastSequence, long LastTimestamp, long TransactionFirstOffset);
}
