using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Benchmarks.Measures;

/// <summary>
/// Follows a table of events and counts, per record, the time from accepted by the broker (its Kafka timestamp) to the commit that brought it.
/// </summary>
/// <param name="table">The table's folder.</param>
/// <param name="key">The property of <c>commitInfo</c> that commits with new rows have: compaction moves rows, it brings none.</param>
internal sealed class CommitLatency(string table, string key) : IDisposable
{
    private readonly DeltaTable _table = new(table);
    private readonly DuckDBConnection _connection = new("Data Source=:memory:");
    private LakeSchema? _schema;
    private long _next;
    private long? _firstCommit;

    /// <summary>Counts what was committed since the last call.</summary>
    /// <param name="skipMilliseconds">Commits this soon after the first one (just-in-time compilation) are left out.</param>
    public LatencyHistogram ReadNew(long skipMilliseconds = 0)
    {
        var histogram = new LatencyHistogram();
        for (; _table.ReadCommit(_next) is { } commit; _next++)
        {
            if (commit.Added.Count > 0 && commit.DataChange && commit.CommitInfo.TryGetProperty(key, out _))
            {
                _firstCommit ??= commit.Timestamp;
                if (commit.Timestamp - _firstCommit >= skipMilliseconds)
                {
                    Count(commit, histogram);
                }
            }
        }

        return histogram;
    }

    public void Dispose() => _connection.Dispose();

    private void Count(DeltaCommit commit, LatencyHistogram histogram)
    {
        if (_connection.State != System.Data.ConnectionState.Open)
        {
            _connection.Open();
        }

        _schema = commit.Schema ?? _schema ?? _table.Load()!.Schema;
        using var command = _connection.CreateCommand();
        command.CommandText = $"SELECT epoch_ms(_timestamp), count(*) FROM {LakeSql.Scan(_table.Directory, commit.Added, _schema)} GROUP BY 1";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            histogram.Add(commit.Timestamp - reader.GetInt64(0), reader.GetInt64(1));
        }
    }
}
