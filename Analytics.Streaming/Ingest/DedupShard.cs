namespace Analytics.Streaming.Ingest;

/// <summary>One table of open addressing of a <see cref="DedupIndex"/>, in memory of its own. Not thread-safe; disposed by its index.</summary>
internal sealed unsafe class DedupShard : IDisposable
{
    private ZeroedMemory? _memory;

    public DedupShard(int capacity)
    {
        Reset(capacity);
    }

    public DedupSlot* Slots { get; private set; }

    /// <summary>Slots of the table.</summary>
    public int Length { get; private set; }

    /// <summary>Slots in use.</summary>
    public int Count { get; set; }

    /// <summary>Slots in use from which on the table is full: the load of 0.7 up to which a search is short.</summary>
    public int Limit { get; private set; }

    public long Bytes => (long)Length * sizeof(DedupSlot);

    /// <summary>Begins anew with at least this many slots, all unused.</summary>
    /// <returns>The memory of before, which the caller disposes once it has taken what it needs.</returns>
    public ZeroedMemory? Reset(int capacity)
    {
        var bytes = ZeroedMemory.Round((long)capacity * sizeof(DedupSlot));
        var before = _memory;
        _memory = new ZeroedMemory(bytes);
        Slots = (DedupSlot*)_memory.Pointer;
        Length = (int)Math.Min(Array.MaxLength, bytes / sizeof(DedupSlot));
        Limit = (int)(Length * 7L / 10);
        Count = 0;
        return before;
    }

    public void Dispose() => _memory?.Dispose();
}
