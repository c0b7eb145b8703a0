namespace Analytics.Broker.Log;

/// <summary>
/// The sparse index of one segment in memory. One writer (under the log's lock) adds; readers search without a lock:
/// an entry is written before the count that makes it visible, and the array only ever grows.
/// </summary>
internal sealed class SegmentIndex(int intervalBytes)
{
    private SegmentIndexEntry[] _entries = [];
    private int _count;

    public ReadOnlySpan<SegmentIndexEntry> Entries
    {
        get
        {
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _entries).AsSpan(0, count);
        }
    }

    public void Load(ReadOnlySpan<SegmentIndexEntry> entries)
    {
        Volatile.Write(ref _entries, entries.ToArray());
        Volatile.Write(ref _count, entries.Length);
    }

    /// <summary>Adds an entry when the last one lies at least the interval behind.</summary>
    public void Add(int relativeOffset, int position, long maxTimestampBefore)
    {
        var count = _count;
        if (count > 0 && position - _entries[count - 1].Position < intervalBytes)
        {
            return;
        }

        if (count == _entries.Length)
        {
            var larger = new SegmentIndexEntry[Math.Max(64, count * 2)];
            _entries.AsSpan().CopyTo(larger);
            Volatile.Write(ref _entries, larger);
        }

        _entries[count] = new SegmentIndexEntry(relativeOffset, position, maxTimestampBefore);
        Volatile.Write(ref _count, count + 1);
    }

    /// <summary>The position of the last entry at or before the offset: the batch is found by walking on from it.</summary>
    public int PositionBefore(int relativeOffset)
    {
        var entries = Entries;
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = entries[middle].RelativeOffset <= relativeOffset ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : entries[low - 1].Position;
    }

    /// <summary>The relative offset of the first entry at or after the position; null when there is none.</summary>
    public int? OffsetAfter(long position)
    {
        var entries = Entries;
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = entries[middle].Position < position ? (middle + 1, high) : (low, middle);
        }

        return low == entries.Length ? null : entries[low].RelativeOffset;
    }

    /// <summary>The position of the last entry before which everything is older than the timestamp.</summary>
    public int PositionBeforeTime(long timestamp)
    {
        var entries = Entries;
        var (low, high) = (0, entries.Length);
        while (low < high)
        {
            var middle = (low + high) >>> 1;
            (low, high) = entries[middle].MaxTimestampBefore < timestamp ? (middle + 1, high) : (low, middle);
        }

        return low == 0 ? 0 : entries[low - 1].Position;
    }
}
