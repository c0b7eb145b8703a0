namespace Analytics.Broker.Log;

/// <summary>
/// The aborted transactions whose markers lie in one segment, in the order of their markers (Kafka's <c>.txnindex</c>). One writer, under the log's
/// lock; readers take what is there.
/// </summary>
internal sealed class AbortedTransactions
{
    private AbortedTransaction[] _entries = [];
    private int _count;

    public ReadOnlySpan<AbortedTransaction> Entries
    {
        get
        {
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _entries).AsSpan(0, count);
        }
    }

    public void Load(ReadOnlySpan<AbortedTransaction> entries)
    {
        Volatile.Write(ref _entries, entries.ToArray());
        Volatile.Write(ref _count, entries.Length);
    }

    public void Add(AbortedTransaction entry)
    {
        var count = _count;
        if (count == _entries.Length)
        {
            var larger = new AbortedTransaction[Math.Max(16, count * 2)];
            _entries.AsSpan().CopyTo(larger);
            Volatile.Write(ref _entries, larger);
        }

        _entries[count] = entry;
        Volatile.Write(ref _count, count + 1);
    }

    /// <summary>Collects those that have records in the range, and says whether no later one can have any.</summary>
    public bool Collect(long from, long to, List<AbortedTransaction> found)
    {
        foreach (ref readonly var entry in Entries)
        {
            if (entry.LastOffset >= from && entry.FirstOffset < to)
            {
                found.Add(entry);
            }

            if (entry.LastStableOffset >= to)
            {
                return true;
            }
        }

        return false;
    }
}
