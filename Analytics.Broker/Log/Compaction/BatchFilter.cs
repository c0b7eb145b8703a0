using System.Buffers;
using System.Buffers.Binary;
using Analytics.Broker.Log.Compression;

namespace Analytics.Broker.Log.Compaction;

/// <summary>
/// Leaves out of a batch what compaction gives up. What stays keeps its offsets, timestamps, sequence numbers and compression. A tombstone stays until the
/// delete horizon of its batch, which is set when compaction first meets it (KIP-534: bit 6 of the attributes, the time in place of the base timestamp).
/// </summary>
internal sealed class BatchFilter(CompactionPlan plan, IReadOnlySet<long> activeProducers, long startOffset, long deleteRetentionMs, long now)
{
    private readonly ArrayBufferWriter<byte> _records = new(64 * 1024);

    /// <summary>The batch as it shall be from now on; empty when nothing of it stays, the batch itself when all does.</summary>
    public ReadOnlyMemory<byte> Filter(ReadOnlyMemory<byte> bytes)
    {
        var batch = new RecordBatch(bytes.Span);
        if (batch.LastOffset < startOffset)
        {
            return default;
        }

        if (batch.IsControl)
        {
            // A marker says what its transaction came to, also to a reader that began before.
            return bytes;
        }

        var (kept, horizon, maxTimestamp) = plan.IsAborted(batch) ? (0, -1, -1) : Select(batch);
        return kept == 0 ? WithoutRecords(bytes)
            : kept == batch.RecordCount && horizon == batch.DeleteHorizon ? bytes
            : Rebuild(batch, kept, horizon, maxTimestamp);
    }

    private ReadOnlyMemory<byte> WithoutRecords(ReadOnlyMemory<byte> bytes)
    {
        var batch = new RecordBatch(bytes.Span);
        return batch.ProducerId < 0 || !activeProducers.Contains(batch.ProducerId) || !plan.IsLastOfProducer(batch) ? default
            : batch.RecordCount == 0 ? bytes
            : EmptyOf(batch);
    }

    private (int Kept, long Horizon, long MaxTimestamp) Select(RecordBatch batch)
    {
        var opened = batch.OpenRecords();
        var (kept, tombstones, maxTimestamp) = (0, 0, -1L);
        for (var records = new RecordCursor(opened); records.MoveNext();)
        {
            if (IsKept(batch, in records))
            {
                kept++;
                tombstones += records.IsTombstone() ? 1 : 0;
                maxTimestamp = Math.Max(maxTimestamp, batch.BaseTimestamp + records.TimestampDelta);
            }
        }

        var horizon = batch.DeleteHorizon >= 0 || tombstones == 0 || batch.LastOffset >= plan.Keys.End ? batch.DeleteHorizon : now + deleteRetentionMs;
        _records.ResetWrittenCount();
        var shift = horizon == batch.DeleteHorizon ? 0 : horizon - batch.BaseTimestamp;
        for (var records = new RecordCursor(opened); records.MoveNext();)
        {
            if (IsKept(batch, in records))
            {
                RecordWriter.Write(_records, records, records.TimestampDelta - shift);
            }
        }

        return (kept, horizon, maxTimestamp);
    }

    private bool IsKept(RecordBatch batch, in RecordCursor record)
    {
        var offset = batch.BaseOffset + record.OffsetDelta;
        return offset >= plan.Keys.End
            || (record.TryGetKey(out var key) && !plan.Keys.IsSuperseded(key, offset) && (batch.DeleteHorizon < 0 || now < batch.DeleteHorizon || !record.IsTombstone()));
    }

    private byte[] Rebuild(RecordBatch batch, int kept, long horizon, long maxTimestamp)
    {
        var records = batch.IsCompressed ? RecordCompression.Compress(batch.Codec, _records.WrittenSpan) : _records.WrittenSpan;
        var rebuilt = new byte[RecordBatch.HeaderSize + records.Length];
        batch.Header.CopyTo(rebuilt);
        records.CopyTo(rebuilt.AsSpan(RecordBatch.HeaderSize));
        RecordBatch.AssignRecords(rebuilt, kept, batch.HasAppendTime ? batch.MaxTimestamp : maxTimestamp);
        if (horizon != batch.DeleteHorizon)
        {
            RecordBatch.AssignDeleteHorizon(rebuilt, horizon);
        }

        RecordBatch.Seal(rebuilt);
        return rebuilt;
    }

    /// <summary>A header without records: it carries on the producer's sequence numbers.</summary>
    private static byte[] EmptyOf(RecordBatch batch)
    {
        var empty = batch.Header.ToArray();
        var attributes = BinaryPrimitives.ReadInt16BigEndian(empty.AsSpan(21));
        BinaryPrimitives.WriteInt16BigEndian(empty.AsSpan(21), (short)(attributes & ~RecordBatch.CodecMask & ~RecordBatch.DeleteHorizonBit));
        BinaryPrimitives.WriteInt64BigEndian(empty.AsSpan(27), batch.MaxTimestamp);
        RecordBatch.AssignRecords(empty, 0, batch.MaxTimestamp);
        RecordBatch.Seal(empty);
        return empty;
    }
}
