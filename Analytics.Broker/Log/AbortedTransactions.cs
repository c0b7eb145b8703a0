namespace Analytics.Broker.Log;

/// <summary>
/// The aborted transactions whose markers lie in one segment, in the order of their markers (Kafka's <c>.txnindex</c>). One writer, under the log's
/// lock; readers take what is there.
/// </summary>
internal sealed class AbortedTransactions
{
    private readonly PublishedList<AbortedTransaction> _entries = new(firstCapacity: 16);

    public ReadOnlySpan<AbortedTransaction> Entries => _entries.Entries;

    public void Load(ReadOnlySpan<AbortedTransaction> entries) => _entries.Load(entries);

    public void Add(AbortedTransaction entry) => _entries.Add(entry);

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
