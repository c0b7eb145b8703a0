namespace Analytics.Streaming.Ingest;

/// <summary>One id of a <see cref="DedupShard"/>: 24 bytes. Zeroed memory reads as an unused slot, as <see cref="long.MinValue"/> is no event's time.</summary>
internal readonly struct DedupSlot(ulong high, ulong low, long eventTime)
{
    private readonly long _time = eventTime ^ long.MinValue;

    public ulong High { get; } = high;

    public ulong Low { get; } = low;

    public long EventTime => _time ^ long.MinValue;

    public bool Used => _time != 0;
}
