using Analytics.Broker.Protocol;

namespace Analytics.Broker.Log;

/// <summary>Reading: without a lock, on the segments as they are now. A segment that is replaced or deleted meanwhile finds nothing more: then again.</summary>
internal sealed partial class PartitionLog
{
    /// <summary>Finds where to read from the offset on. Always at least one batch when there is one and <paramref name="minOneBatch"/> says so.</summary>
    /// <param name="offset">The first record wanted.</param>
    /// <param name="maxBytes">The most to read.</param>
    /// <param name="minOneBatch">One batch may be larger than that.</param>
    /// <param name="slice">Where it is.</param>
    /// <param name="committedOnly">Nothing at or after the last stable offset.</param>
    public ErrorCode Read(long offset, int maxBytes, bool minOneBatch, out LogSlice slice, bool committedOnly = false)
    {
        slice = default;
        var end = EndOffset;
        if (offset > end)
        {
            // It may have read a batch whose append is just being finished.
            lock (_appendLock)
            {
                end = _endOffset;
            }
        }

        if (offset < StartOffset || offset > end)
        {
            return ErrorCode.OffsetOutOfRange;
        }

        // Of what is being appended a reader may see the bytes before the offsets: the bound is an offset, never "as far as the file goes".
        var stable = committedOnly ? LastStableOffset : long.MaxValue;
        if (offset == end || offset >= stable)
        {
            return ErrorCode.None;
        }

        for (var segments = Segments; ; segments = Segments)
        {
            if (segments[IndexOf(segments, offset)].IsDamaged(offset))
            {
                return ErrorCode.CorruptMessage;
            }

            if (TryFind(segments, offset, out var segment, out var batch))
            {
                if (batch.LastOffset >= stable)
                {
                    // Compaction has left nothing of what is stable from here on.
                    return ErrorCode.None;
                }

                // A batch belongs to one producer: none lies across the last stable offset. The size comes first: where no batch is found
                // at that offset, none was there when the size was taken.
                var readable = segment!.Size;
                if (committedOnly && segment.TryFind(stable, out var unstable))
                {
                    readable = Math.Min(readable, unstable.Position);
                }

                readable = segment.ReadableFrom(batch.Position, readable);
                var length = Math.Min(maxBytes, readable - batch.Position);
                if (length < batch.Size)
                {
                    length = minOneBatch ? batch.Size : 0;
                }

                slice = new LogSlice(segment, batch.Position, (int)length);
                return ErrorCode.None;
            }

            if (ReferenceEquals(segments, Segments))
            {
                // Compaction has left nothing up to the end, or the offset is just being deleted.
                return ErrorCode.None;
            }
        }
    }

    /// <summary>The first record at or after the timestamp, or (-1, -1).</summary>
    public (long Timestamp, long Offset) FindTime(long timestamp)
    {
        var start = StartOffset;
        foreach (var segment in Segments)
        {
            // The first batch after the start may have its late records before it.
            var from = segment.MaxTimestamp >= timestamp ? start : long.MaxValue;
            for (; segment.TryFindTime(timestamp, from, out var batch); from = batch.LastOffset + 1)
            {
                var found = TimestampLookup.FirstAtOrAfter(segment, batch, timestamp, start);
                if (found.Offset >= 0)
                {
                    return found;
                }
            }
        }

        return (-1, -1);
    }

    /// <summary>The first record with the highest timestamp (KIP-734), or (-1, -1) in an empty log.</summary>
    public (long Timestamp, long Offset) FindMaxTimestamp()
    {
        var segment = Segments.MaxBy(segment => segment.MaxTimestamp)!;
        return segment.MaxTimestampOffset >= 0 && segment.TryFind(segment.MaxTimestampOffset, out var batch)
            ? TimestampLookup.FirstAtOrAfter(segment, batch, segment.MaxTimestamp, StartOffset)
            : (-1, -1);
    }

    private bool TryFind(LogSegment[] segments, long offset, out LogSegment? segment, out BatchLocation batch)
    {
        for (var i = IndexOf(segments, offset); i < segments.Length; i++)
        {
            segment = segments[i];
            if (segment.TryFind(offset, out batch))
            {
                return true;
            }

            if (!ReferenceEquals(segments, Segments))
            {
                // It may have been closed under the search: what the next one holds comes later.
                break;
            }
        }

        (segment, batch) = (null, default);
        return false;
    }

    private static int IndexOf(LogSegment[] segments, long offset)
    {
        var i = segments.Length - 1;
        while (i > 0 && segments[i].BaseOffset > offset)
        {
            i--;
        }

        return i;
    }
}
