using Analytics.Contracts.Columns;
using Analytics.Streaming.Files;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Ingest;

/// <summary>One partition's part of a batch: the valid events as columns, and what was refused.</summary>
internal sealed class ParsedPartition(PartitionRecords records) : IDisposable
{
    private int[] _recordOfRow = new int[256];
    private long[] _eventTimes = new long[256];
    private UInt128[] _keys = new UInt128[256];
    private int[] _accepted = [];

    public PartitionRecords Records { get; } = records;

    public List<Rejection> Rejections { get; } = [];

    public ColumnBatch? Columns { get; private set; }

    /// <summary>Valid events.</summary>
    public int RowCount { get; private set; }

    public int AcceptedCount { get; private set; }

    public ReadOnlySpan<long> EventTimes => _eventTimes.AsSpan(0, RowCount);

    public ReadOnlySpan<UInt128> Keys => _keys.AsSpan(0, RowCount);

    public int RecordOfRow(int row) => _recordOfRow[row];

    /// <summary>Empties the partition for the next batch; the columns are kept unless the schema has changed.</summary>
    public void Start(IReadOnlyList<ColumnDefinition> definitions)
    {
        if (Columns is null || !ReferenceEquals(Columns.Definitions, definitions))
        {
            Columns?.Dispose();
            Columns = new ColumnBatch(definitions);
        }
        else
        {
            Columns.Clear();
        }

        Rejections.Clear();
        RowCount = 0;
        AcceptedCount = 0;
    }

    public void Add(int record, long eventTime, UInt128 key)
    {
        if (RowCount == _recordOfRow.Length)
        {
            Array.Resize(ref _recordOfRow, RowCount * 2);
            Array.Resize(ref _eventTimes, RowCount * 2);
            Array.Resize(ref _keys, RowCount * 2);
        }

        _recordOfRow[RowCount] = record;
        _eventTimes[RowCount] = eventTime;
        _keys[RowCount] = key;
        RowCount++;
    }

    public void Accept(int row)
    {
        if (AcceptedCount == _accepted.Length)
        {
            Array.Resize(ref _accepted, Math.Max(256, RowCount));
        }

        _accepted[AcceptedCount++] = row;
    }

    /// <summary>Accepts no row, so that acceptance can be decided anew.</summary>
    public void AcceptNone() => AcceptedCount = 0;

    public RowSelection Accepted() => new(Columns!, _accepted, AcceptedCount, Records, _recordOfRow);

    public void Dispose() => Columns?.Dispose();
}
