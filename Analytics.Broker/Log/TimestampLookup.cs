using System.Buffers;

namespace Analytics.Broker.Log;

/// <summary>
/// Finds the record inside a batch that a timestamp asks for. The records of a compressed batch cannot be seen: the answer is then its first record,
/// which is never too late (it gives a consumer a few older records, but none is passed over).
/// </summary>
internal static class TimestampLookup
{
    public static (long Timestamp, long Offset) FirstAtOrAfter(LogSegment segment, BatchLocation location, long timestamp, long start)
    {
        var bytes = ArrayPool<byte>.Shared.Rent(location.Size);
        try
        {
            return segment.TryRead(location.Position, bytes.AsSpan(0, location.Size))
                ? Find(new RecordBatch(bytes.AsSpan(0, location.Size)), timestamp, start)
                : (-1, -1);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(bytes);
        }
    }

    private static (long Timestamp, long Offset) Find(RecordBatch batch, long timestamp, long start)
    {
        if (batch.HasAppendTime)
        {
            return (batch.MaxTimestamp, Math.Max(start, batch.BaseOffset));
        }

        if (!batch.IsCompressed && (batch.BaseTimestamp < timestamp || batch.BaseOffset < start))
        {
            var records = new RecordCursor(batch.Records);
            while (records.MoveNext())
            {
                if (batch.BaseTimestamp + records.TimestampDelta >= timestamp && batch.BaseOffset + records.OffsetDelta >= start)
                {
                    return (batch.BaseTimestamp + records.TimestampDelta, batch.BaseOffset + records.OffsetDelta);
                }
            }

            return (-1, -1);
        }

        return (batch.BaseTimestamp >= timestamp ? batch.BaseTimestamp : batch.MaxTimestamp, Math.Max(start, batch.BaseOffset));
    }
}
