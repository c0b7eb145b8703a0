using Analytics.Streaming.Source;

namespace Analytics.Tests.Streaming;

/// <summary>
/// A log in memory that grows while it is read: each fetch may find a few records more in each partition, so that partitions stand at their end, idle and return.
/// </summary>
internal sealed class TrickleRecordSource(IReadOnlyList<List<MemoryRecord>> log, Random random, int largestStep) : IRecordSource
{
    private readonly int[] _visible = new int[log.Count];
    private readonly MemoryRecordSource _inner = new([.. log.Select(_ => new List<MemoryRecord>())], () => int.MaxValue);
    private readonly List<List<MemoryRecord>> _shown = [.. log.Select(_ => new List<MemoryRecord>())];
    private MemoryRecordSource? _source;

    public bool IsDown => false;

    private MemoryRecordSource Source => _source ?? _inner;

    public int Connect(CancellationToken cancellationToken) => log.Count;

    public OffsetRange GetOffsets(int partition) => new(0, log[partition].Count);

    public void Assign(IReadOnlyList<long> offsets, IReadOnlyList<bool>? reading = null)
    {
        for (var partition = 0; partition < log.Count; partition++)
        {
            _visible[partition] = (int)offsets[partition];
            _shown[partition].Clear();
            _shown[partition].AddRange(log[partition].Take(_visible[partition]));
        }

        _source = new MemoryRecordSource(_shown, () => random.Next(1, largestStep * log.Count));
        _source.Assign(offsets, reading);
    }

    public int Fetch(RecordBatch batch, int limit, TimeSpan timeout)
    {
        for (var partition = 0; partition < log.Count; partition++)
        {
            // A partition rests often, so that others run ahead of it.
            var more = random.Next(3) == 0 ? Math.Min(random.Next(largestStep), log[partition].Count - _visible[partition]) : 0;
            _shown[partition].AddRange(log[partition].Skip(_visible[partition]).Take(more));
            _visible[partition] += more;
        }

        return Source.Fetch(batch, limit, timeout);
    }

    public long? EndOffset(int partition) => log[partition].Count;

    public void CommitOffsets(IReadOnlyList<long> offsets)
    {
    }

    public void Dispose()
    {
        _source?.Dispose();
        _inner.Dispose();
    }
}
