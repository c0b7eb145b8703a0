using Analytics.Contracts.Columns;
using Analytics.Streaming.Files;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// A run of one partition's records in a batch: the valid events as columns, and what was refused. Small enough for its columns to stay in the
/// processor's cache, and the unit that threads share out. Kept by <see cref="ChunkPool"/> from batch to batch.
/// </summary>
internal sealed class ParsedChunk : IDisposable
{
    private readonly int[] _recordOfRow = new int[ChunkPool.ChunkRecords];
    private readonly long[] _eventTimes = new long[ChunkPool.ChunkRecords];
    private readonly UInt128[] _keys = new UInt128[ChunkPool.ChunkRecords];
    private readonly int[] _accepted = new int[ChunkPool.ChunkRecords];

    public ParsedChunk(IReadOnlyList<ColumnDefinition> definitions) => Columns = new ColumnBatch(definitions);

    /// <summary>The partition's records; the chunk's are those from <see cref="First"/> to <see cref="End"/>.</summary>
    public PartitionRecords Records { get; private set; } = null!;

    public int First { get; private set; }

    public int End { get; private set; }

    public List<Rejection> Rejections { get; } = [];

    public ColumnBatch Columns { get; }

    /// <summary>Valid events.</summary>
    public int RowCount { get; private set; }

    public int AcceptedCount { get; private set; }

    public ReadOnlySpan<long> EventTimes => _eventTimes.AsSpan(0, RowCount);

    public ReadOnlySpan<UInt128> Keys => _keys.AsSpan(0, RowCount);

    public int RecordOfRow(int row) => _recordOfRow[row];

    /// <summary>Empties the chunk for these records.</summary>
    public void Start(PartitionRecords records, int first, int end)
    {
        Records = records;
        First = first;
        End = end;
        Columns.Clear();
        Rejections.Clear();
        RowCount = 0;
        AcceptedCount = 0;
    }

    public void Add(int record, long eventTime, UInt128 key)
    {
        _recordOfRow[RowCount] = record;
        _eventTimes[RowCount] = eventTime;
        _keys[RowCount] = key;
        RowCount++;
    }

    public void Accept(int row) => _accepted[AcceptedCount++] = row;

    /// <summary>Accepts no row, so that acceptance can be decided anew.</summary>
    public void AcceptNone() => AcceptedCount = 0;

    public RowSelection Accepted() => new(Columns, _accepted, AcceptedCount, Records, _recordOfRow);

    public void Dispose() => Columns.Dispose();
}
