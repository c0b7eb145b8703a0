namespace Analytics.Broker.Log;

/// <summary>
/// A list that one writer (under the log's lock) appends to while readers look at it without a lock: an entry is written before the count that makes it
/// visible, and the array only ever grows.
/// </summary>
/// <param name="firstCapacity">Entries that the first array has room for.</param>
internal sealed class PublishedList<T>(int firstCapacity)
{
    private T[] _entries = [];
    private int _count;

    /// <summary>What is there now; later appends do not change it.</summary>
    public ReadOnlySpan<T> Entries
    {
        get
        {
            var count = Volatile.Read(ref _count);
            return Volatile.Read(ref _entries).AsSpan(0, count);
        }
    }

    /// <summary>Replaces all entries; only before there are readers.</summary>
    public void Load(ReadOnlySpan<T> entries)
    {
        Volatile.Write(ref _entries, entries.ToArray());
        Volatile.Write(ref _count, entries.Length);
    }

    public void Add(T entry)
    {
        var count = _count;
        if (count == _entries.Length)
        {
            var larger = new T[Math.Max(firstCapacity, count * 2)];
            _entries.AsSpan().CopyTo(larger);
            Volatile.Write(ref _entries, larger);
        }

        _entries[count] = entry;
        Volatile.Write(ref _count, count + 1);
    }
}
