namespace Analytics.Streaming.Ingest;

/// <summary>
/// What happens when the index of known ids outgrows its bound. Nothing is forgotten early: that would accept duplicates. Reading slows down, and where
/// some partitions are ahead of others in event time only those that hold the watermark back are read, until it has passed enough ids.
/// The second stage updates it after each batch, the first one follows it.
/// </summary>
/// <param name="limit">The bound, bytes.</param>
/// <param name="delay">The delay of the watermark, microseconds.</param>
internal sealed class DedupPressure(long limit, long delay)
{
    // Below this share of the bound it is over: not at once, or it would come and go with each batch.
    private const double ReleaseAt = 0.9;

    private volatile bool _isOver;
    private volatile bool[]? _reading;
    private long? _trimmedAt;

    /// <summary>Whether reading is slowed down.</summary>
    public bool IsOver => _isOver;

    /// <summary>By partition, whether it is to be read; null while all are. The same array as long as nothing changes.</summary>
    public bool[]? Reading => _reading;

    /// <summary>Looks at the index after a batch.</summary>
    /// <returns>True when slowing down has begun or ended.</returns>
    public bool Update(DedupIndex index, IngestState state)
    {
        var threshold = _isOver ? (long)(limit * ReleaseAt) : limit;
        if (index.Bytes > threshold && IsWorthATrim(state.Watermark))
        {
            index.Trim();
        }

        var was = _isOver;
        _isOver = index.Bytes > threshold;
        _reading = _isOver ? Choose(state.Partitions) : null;
        return was != _isOver;
    }

    /// <summary>A trim goes over the whole index: only once the watermark has moved by a part of the delay.</summary>
    private bool IsWorthATrim(long? watermark)
    {
        if (watermark is null || watermark < _trimmedAt + (delay / 16))
        {
            return false;
        }

        _trimmedAt = watermark;
        return true;
    }

    private bool[]? Choose(IReadOnlyList<PartitionState> partitions)
    {
        long? lowest = null, highest = null;
        foreach (var partition in partitions)
        {
            if (!partition.Idle)
            {
                // A partition without an event holds the watermark back most of all.
                var time = partition.MaxEventTime ?? long.MinValue;
                lowest = Math.Min(lowest ?? time, time);
                highest = Math.Max(highest ?? time, time);
            }
        }

        if (lowest is not { } low || highest is not { } high || (low != long.MinValue && high - delay <= low))
        {
            return null;
        }

        // A change costs what the client had already fetched: the choice holds until those that are read have caught up.
        if (_reading is { } before && before.Length == partitions.Count
            && partitions.All(partition => partition.Idle || before[partition.Partition] || Time(partition) > low))
        {
            return before;
        }

        var middle = low == long.MinValue ? low : low + ((high - low) / 2);
        return [.. partitions.Select(partition => partition.Idle || Time(partition) <= middle)];
    }

    private static long Time(PartitionState partition) => partition.MaxEventTime ?? long.MinValue;
}
