namespace Analytics.Streaming.Source;

/// <summary>The records of one partition in a fetched batch, in offset order.</summary>
internal sealed class PartitionRecords(int partition)
{
    private RawRecord[] _records = new RawRecord[256];

    public int Partition { get; } = partition;

    public int Count { get; private set; }

    /// <summary>The offset at which the partition was found to end after the last record here; null when more may be there.</summary>
    public long? EndReached { get; set; }

    public ReadOnlySpan<RawRecord> Records => _records.AsSpan(0, Count);

    public ref readonly RawRecord this[int index] => ref _records[index];

    public void Add(in RawRecord record)
    {
        if (Count == _records.Length)
        {
            Array.Resize(ref _records, Count * 2);
        }

        _records[Count++] = record;
        EndReached = null;
    }

    public void Clear()
    {
        Count = 0;
        EndReached = null;
    }
}
