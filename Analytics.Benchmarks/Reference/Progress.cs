namespace Analytics.Benchmarks.Reference;

/// <summary>How many records a loader has handed to its producer; read from other threads.</summary>
internal sealed class Progress
{
    private long _records;

    public long Records
    {
        get => Interlocked.Read(ref _records);
        set => Interlocked.Exchange(ref _records, value);
    }
}
