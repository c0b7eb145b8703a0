namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// What became of each batch. v3, topic "t", partition 0, no error, first offset 5, no append time:
/// <code>00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 00 | 00 .. 05 | ff .. ff | 00 00 00 00</code>
/// v5 adds the log's start, v8 the errors by record and a message (KIP-467).
/// </summary>
internal sealed record ProduceResponse(ProduceResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteArrayLength(Topics.Length);
        foreach (var topic in Topics)
        {
            writer.WriteString(topic.Name);
            writer.WriteArrayLength(topic.Partitions.Length);
            foreach (ref readonly var partition in topic.Partitions.AsSpan())
            {
                WritePartition(writer, version, in partition);
            }

            writer.WriteTaggedFields();
        }

        if (version >= 1)
        {
            writer.WriteInt32(0); // throttle time
        }

        writer.WriteTaggedFields();
    }

    private static void WritePartition(KafkaWriter writer, short version, in Partition partition)
    {
        writer.WriteInt32(partition.Index);
        writer.WriteError(partition.Error);
        writer.WriteInt64(partition.BaseOffset);
        if (version >= 2)
        {
            writer.WriteInt64(partition.AppendTime);
        }

        if (version >= 5)
        {
            writer.WriteInt64(partition.LogStartOffset);
        }

        if (version >= 8)
        {
            writer.WriteArrayLength(0);
            writer.WriteString(partition.Message);
        }

        writer.WriteTaggedFields();
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    /// <param name="Index">The partition.</param>
    /// <param name="Error">Why the batch was refused, or none.</param>
    /// <param name="BaseOffset">Its first offset, or -1.</param>
    /// <param name="LogStartOffset">The first offset of the partition.</param>
    /// <param name="Message">What is wrong with it.</param>
    /// <param name="AppendTime">Milliseconds since 1970 for topics with append times, otherwise -1.</param>
    internal readonly record struct Partition(int Index, ErrorCode Error, long BaseOffset, long LogStartOffset, string? Message, long AppendTime = -1);
}
