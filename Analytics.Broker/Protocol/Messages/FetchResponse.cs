using Analytics.Broker.Log;

namespace Analytics.Broker.Protocol.Messages;

/// <summary>
/// Record batches as they lie in the log. v4, topic "t", partition 0, high watermark and last stable offset 10, no aborted transactions, 71 bytes:
/// <code>00 00 00 00 | 00 00 00 01 | 00 01 74 | 00 00 00 01 | 00 00 00 00 | 00 00 | 00 .. 0a | 00 .. 0a | ff ff ff ff | 00 00 00 47 | batch ...</code>
/// v7 adds an error and a session id, v11 the preferred replica. The bytes go from the file to the client when the response is sent.
/// </summary>
internal sealed record FetchResponse(FetchResponse.Topic[] Topics) : IKafkaResponse
{
    public void Write(KafkaWriter writer, short version)
    {
        writer.WriteInt32(0); // throttle time
        if (version >= 7)
        {
            writer.WriteError(ErrorCode.None);
            writer.WriteInt32(0); // no session
        }

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

        writer.WriteTaggedFields();
    }

    private static void WritePartition(KafkaWriter writer, short version, in Partition partition)
    {
        writer.WriteInt32(partition.Index);
        writer.WriteError(partition.Error);
        writer.WriteInt64(partition.HighWatermark);
        writer.WriteInt64(partition.LastStableOffset);
        if (version >= 5)
        {
            writer.WriteInt64(partition.LogStartOffset);
        }

        writer.WriteArrayLength(partition.Aborted?.Length ?? -1);
        foreach (var transaction in partition.Aborted ?? [])
        {
            writer.WriteInt64(transaction.ProducerId);
            writer.WriteInt64(transaction.FirstOffset);
            writer.WriteTaggedFields();
        }

        if (version >= 11)
        {
            writer.WriteInt32(-1); // preferred read replica: this one
        }

        WriteRecords(writer, partition.Records);
        writer.WriteTaggedFields();
    }

    private static void WriteRecords(KafkaWriter writer, LogSlice records)
    {
        if (records.Length == 0 || !records.Segment!.TryAcquire())
        {
            // Nothing was found, or the segment was deleted since.
            writer.WriteBytesLength(0);
            return;
        }

        writer.WriteBytesLength(records.Length);
        writer.WriteFile(records);
    }

    internal readonly record struct Topic(string Name, Partition[] Partitions);

    /// <param name="Index">The partition.</param>
    /// <param name="Error">Why there are no records, or none.</param>
    /// <param name="HighWatermark">The end of the log.</param>
    /// <param name="LastStableOffset">Where the oldest open transaction begins, or the end.</param>
    /// <param name="LogStartOffset">The first offset there is.</param>
    /// <param name="Aborted">For a read_committed consumer, the aborted transactions among the records; null for others.</param>
    /// <param name="Records">Where the records are.</param>
    internal readonly record struct Partition(
        int Index,
        ErrorCode Error,
        long HighWatermark,
        long LastStableOffset,
        long LogStartOffset,
        AbortedTransaction[]? Aborted,
        LogSlice Records)
    {
        public static Partition Failed(int index, ErrorCode error, long logStartOffset = -1) => new(index, error, -1, -1, logStartOffset, null, default);
    }
}
