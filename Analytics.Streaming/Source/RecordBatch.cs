namespace Analytics.Streaming.Source;

/// <summary>
/// Records fetched for one ingest batch, by partition. Keys, values and headers are copied into slabs that the batch keeps from use to use, as long as it needs them:
/// the client's memory is free again at once, and stays as small as its queue.
/// </summary>
internal sealed unsafe class RecordBatch : IDisposable
{
    private const int SlabBytes = 1 << 20;

    private readonly List<Slab> _slabs = [];
    private readonly List<Slab> _large = [];
    private int _current;

    public RecordBatch(int partitionCount) =>
        Partitions = [.. Enumerable.Range(0, partitionCount).Select(partition => new PartitionRecords(partition))];

    public PartitionRecords[] Partitions { get; }

    /// <summary>Records over all partitions.</summary>
    public int Count { get; private set; }

    /// <summary>Bytes of keys and values.</summary>
    public long Bytes { get; private set; }

    /// <summary>Bytes of memory for keys, values and headers, used or not.</summary>
    public long HeldBytes => (_slabs.Count * (long)SlabBytes) + _large.Sum(slab => (long)slab.Size);

    /// <summary>Appends a copy of a record.</summary>
    /// <param name="partition">Its partition.</param>
    /// <param name="record">The record; its pointers need to hold only during the call.</param>
    public void Add(int partition, RawRecord record)
    {
        var length = Math.Max(record.ValueLength, 0) + Math.Max(record.KeyLength, 0) + record.HeadersLength;
        if (length > 0)
        {
            var target = Take(length);
            record.ValuePointer = Copy(record.ValuePointer, record.ValueLength, ref target);
            record.KeyPointer = Copy(record.KeyPointer, record.KeyLength, ref target);
            record.HeadersPointer = Copy(record.HeadersPointer, record.HeadersLength, ref target);
        }

        Partitions[partition].Add(record);
        Count++;
        Bytes += Math.Max(record.ValueLength, 0) + Math.Max(record.KeyLength, 0);
    }

    /// <summary>Drops the records and keeps the slabs: of those that this batch did not need, half.</summary>
    public void Clear()
    {
        foreach (var partition in Partitions)
        {
            partition.Clear();
        }

        FreeUnused();
        foreach (var slab in _slabs)
        {
            slab.Reset();
        }

        FreeLarge();
        _current = 0;
        Count = 0;
        Bytes = 0;
    }

    public void Dispose()
    {
        Clear();
        foreach (var slab in _slabs)
        {
            slab.Dispose();
        }

        _slabs.Clear();
    }

    private static byte* Copy(byte* source, int length, ref byte* target)
    {
        if (length <= 0)
        {
            return null;
        }

        var start = target;
        Buffer.MemoryCopy(source, start, length, length);
        target += length;
        return start;
    }

    private byte* Take(int length)
    {
        if (length > SlabBytes / 4)
        {
            var large = new Slab(length);
            _large.Add(large);
            return large.Take(length);
        }

        if (_current < _slabs.Count && _slabs[_current].Remaining < length)
        {
            _current++;
        }

        if (_current == _slabs.Count)
        {
            _slabs.Add(new Slab(SlabBytes));
        }

        return _slabs[_current].Take(length);
    }

    private void FreeUnused()
    {
        var unused = _slabs.Count - _current - 1;
        for (var freed = 0; freed < unused / 2; freed++)
        {
            _slabs[^1].Dispose();
            _slabs.RemoveAt(_slabs.Count - 1);
        }
    }

    private void FreeLarge()
    {
        foreach (var slab in _large)
        {
            slab.Dispose();
        }

        _large.Clear();
    }
}
