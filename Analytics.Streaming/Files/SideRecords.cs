using Analytics.Contracts.Columns;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Files;

/// <summary>Dead letters or late events of one batch, collected as columns. Reused from batch to batch.</summary>
internal sealed class SideRecords(string topic) : IDisposable
{
    private readonly ColumnBatch _columns = new(SideColumns.Definitions);
    private readonly List<RecordHeader> _headers = [];
    private int[] _rows = [];

    public int Count => _columns.RowCount;

    public void Add(int partition, in RawRecord record, string reason, string? detail, long? eventTime)
    {
        Text(SideColumns.Reason).Append(reason);
        if (detail is not null)
        {
            Text(SideColumns.Detail).Append(detail);
        }

        Text(SideColumns.Topic).Append(topic);
        ((Int64Column)_columns[SideColumns.Partition]).Append(partition);
        ((Int64Column)_columns[SideColumns.Offset]).Append(record.Offset);
        ((TimestampColumn)_columns[SideColumns.Timestamp]).Append(record.Timestamp);
        if (eventTime is { } time)
        {
            ((TimestampColumn)_columns[SideColumns.EventTime]).Append(time);
        }

        if (record.KeyLength >= 0)
        {
            Text(SideColumns.Key).Append(record.Key);
        }

        if (record.ValueLength >= 0)
        {
            Text(SideColumns.Value).Append(record.Value);
        }

        _headers.Clear();
        RecordHeaders.Read(record.Headers, _headers);
        if (HeaderJson.Write(_headers) is { } json)
        {
            Text(SideColumns.Headers).Append(json);
        }

        _columns.CompleteRow();
    }

    public RowSelection All()
    {
        if (_rows.Length < Count)
        {
            _rows = [.. Enumerable.Range(0, Count)];
        }

        return new RowSelection(_columns, _rows, Count, Origin: null, RecordOfRow: []);
    }

    public void Clear() => _columns.Clear();

    public void Dispose() => _columns.Dispose();

    private StringColumn Text(int column) => (StringColumn)_columns[column];
}
