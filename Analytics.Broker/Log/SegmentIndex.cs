namespace Analytics.Broker.Log;

/// <summary>
/// The sparse index of one segment in memory. One writer (under the log's lock) adds; readers search without a lock.
/// </summary>
internal sealed class SegmentIndex(int intervalBytes)
{
    private readonly PublishedList<SegmentIndexEntry> _entries = new(firstCapacity: 64);

    public ReadOnlySpan<SegmentIndexEntry> Entries => _entries.Entries;

    public void Load(ReadOnlySpan<SegmentIndexEntry> entries) => _entries.Load(entries);

    /// <summary>Adds an entry when the last one lies at least the interval behind.</summary>
    public void Add(int relativeOffset, int position, long maxTimestampBefore)
    {
        var entries = Entries;
        if (entries.Length == 0 || position - entries[^1].Position >= intervalBytes)
        {
            _entries.Add(new SegmentIndexEntry(relativeOffset, position, maxTimestampBefore));
        }
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
