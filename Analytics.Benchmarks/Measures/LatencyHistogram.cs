namespace Analytics.Benchmarks.Measures;

/// <summary>Records by whole milliseconds of latency.</summary>
internal sealed class LatencyHistogram
{
    private readonly SortedDictionary<long, long> _counts = [];

    public long Count { get; private set; }

    public long Max => _counts.Count == 0 ? 0 : _counts.Last().Key;

    public void Add(long milliseconds, long records)
    {
        _counts[milliseconds] = _counts.GetValueOrDefault(milliseconds) + records;
        Count += records;
    }

    public void Add(LatencyHistogram other)
    {
        foreach (var (milliseconds, records) in other._counts)
        {
            Add(milliseconds, records);
        }
    }

    /// <summary>The smallest latency that at least this share of the records did not exceed, milliseconds; 0 without records.</summary>
    public long At(double quantile)
    {
        var rank = quantile * Count;
        var seen = 0L;
        foreach (var (milliseconds, records) in _counts)
        {
            seen += records;
            if (seen >= rank)
            {
                return milliseconds;
            }
        }

        return 0;
    }
}
