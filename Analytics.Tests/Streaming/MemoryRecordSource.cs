using Analytics.Streaming.Source;

namespace Analytics.Tests.Streaming;

/// <summary>A log in memory. A fetch can be cut at any size.</summary>
internal sealed class MemoryRecordSource(IReadOnlyList<List<MemoryRecord>> log, Func<int> cut) : IRecordSource
{
    private readonly long[] _positions = new long[log.Count];
    private readonly bool[] _atEnd = new bool[log.Count];
    private IReadOnlyList<bool>? _reading;

    public bool IsDown => false;

    /// <summary>What lies before has been deleted.</summary>
    public long First { get; init; }

    public long[]? CommittedOffsets { get; private set; }

    public int Connect(CancellationToken cancellationToken) => log.Count;

    public OffsetRange GetOffsets(int partition) => new(First, log[partition].Count);

    public void Assign(IReadOnlyList<long> offsets, IReadOnlyList<bool>? reading = null)
    {
        _reading = reading;
        Array.Clear(_atEnd);
        for (var partition = 0; partition < offsets.Count; partition++)
        {
            _positions[partition] = offsets[partition];
        }
    }

    public unsafe int Fetch(RecordBatch batch, int limit, TimeSpan timeout)
    {
        var wanted = Math.Min(limit, cut());
        var appended = 0;
        for (var partition = 0; partition < log.Count; partition++)
        {
            if (_reading is { } reading && !reading[partition])
            {
                continue;
            }

            var records = log[partition];
            while (appended < wanted && _positions[partition] < records.Count)
            {
                var record = records[(int)_positions[partition]];
                if (record.IsMarker)
                {
                    _positions[partition]++;
                    continue;
                }

                fixed (byte* value = record.Value)
                {
                    batch.Add(partition, new RawRecord
                    {
                        Offset = _positions[partition]++,
                        Timestamp = record.Timestamp,
                        ValuePointer = value,
                        ValueLength = record.Value?.Length ?? -1,
                        KeyLength = -1,
                    });
                }

                _atEnd[partition] = false;
                appended++;
            }

            if (_positions[partition] == records.Count && !_atEnd[partition])
            {
                _atEnd[partition] = true;
                batch.Partitions[partition].EndReached = records.Count;
            }
        }

        if (appended == 0)
        {
            Thread.Yield();
        }

        return appended;
    }

    public long? EndOffset(int partition) => log[partition].Count;

    public void CommitOffsets(IReadOnlyList<long> offsets) => CommittedOffsets = [.. offsets];

    public void Dispose()
    {
    }
}
