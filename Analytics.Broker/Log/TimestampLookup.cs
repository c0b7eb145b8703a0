using System.Buffers;

namespace Analytics.Broker.Log;

/// <summary>
/// Finds the record inside a batch that a timestamp asks for.
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

        try
        {
            var records = new RecordCursor(batch.OpenRecords());
            while (records.MoveNext())
            {
                if (batch.BaseTimestamp + records.TimestampDelta >= timestamp && batch.BaseOffset + records.OffsetDelta >= start)
                {
                    return (batch.BaseTimestamp + records.TimestampDelta, batch.BaseOffset + records.OffsetDelta);
                }
            }

            return (-1, -1);
        }
        catch (InvalidDataException)
        {
            // The batch cannot be opened: its first record is never too late.
            return (batch.MaxTimestamp, Math.Max(start, batch.BaseOffset));
        }
    }
}
