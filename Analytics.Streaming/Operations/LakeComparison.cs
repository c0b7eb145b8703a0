using System.Globalization;
using System.Text.Json;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;

namespace Analytics.Streaming.Operations;

/// <summary>
/// Two lakes of one pipeline, row by row: events by their coordinates, windows by their bounds and groups, and both lines of the ledger. Doubles that are
/// sums or averages may differ in the twelfth digit, since they were added up in another order. Windows that only one of them has closed yet are left out.
/// </summary>
internal sealed class LakeComparison : IDisposable
{
    private const int Samples = 10;

    private readonly DataFileCheck _check = new();
    private readonly DuckDBConnection _database = new("DataSource=:memory:");
    private readonly PipelineDefinition _pipeline;
    private readonly LakeLayout _left;
    private readonly LakeLayout _right;

    public LakeComparison(PipelineDefinition pipeline, LakeLayout left, LakeLayout right)
    {
        (_pipeline, _left, _right) = (pipeline, left, right);
        _database.Open();
    }

    /// <summary>Compares table by table.</summary>
    /// <exception cref="InvalidDataException">A file of either lake is missing or damaged; the message names it.</exception>
    public IEnumerable<TableDifference> Run(CancellationToken cancellationToken)
    {
        yield return Ledger("ledger, first line", lake => Newest(lake.Staging(LakeLayout.Events), IngestCommit.Key)?.Deserialize(CommitJson.Default.IngestCommit) is { } ingest
            ? [.. ingest.Partitions.Select(partition => $"partition {partition.Partition}: next offset {partition.NextOffset}, {partition.Totals}"), $"{ingest.Totals}"]
            : []);
        yield return Ledger("ledger, second line", lake => Newest(lake.Gold(LakeLayout.Events), AuditCommit.Key)?.Deserialize(CommitJson.Default.AuditCommit) is { } audit
            ? [$"{audit.Totals}"]
            : []);
        cancellationToken.ThrowIfCancellationRequested();
        yield return Rows(LakeLayout.Events, [OriginColumns.Partition, OriginColumns.Offset], "true", cancellationToken);
        foreach (var table in _pipeline.Tables)
        {
            cancellationToken.ThrowIfCancellationRequested();
            var closed = ClosedByBoth(table.Name);
            var ends = table.Window is SessionWindow ? "<" : "<=";
            var rows = closed is null ? "true" : $"window_end {ends} make_timestamp({closed})";
            yield return Rows(table.Name, ["window_start", "window_end", .. table.GroupBy], rows, cancellationToken) with { ClosedTo = closed };
        }
    }

    public void Dispose() => _database.Dispose();

    private static JsonElement? Newest(string directory, string key)
    {
        var table = new DeltaTable(directory);
        return table.Load() is { } snapshot ? table.FindLatestCommit(snapshot.Version, key)?.CommitInfo.GetProperty(key) : null;
    }

    /// <summary>Up to where both have closed the windows of a table, microseconds since the epoch; null when that is no bound: both have closed all, or one has none.</summary>
    private long? ClosedByBoth(string table)
    {
        var (left, right) = (Windows(_left), Windows(_right));
        return left?.ClosedTo is null || right?.ClosedTo is null || (left.EndOfInput && right.EndOfInput) ? null
            : left.EndOfInput ? right.ClosedTo
            : right.EndOfInput ? left.ClosedTo
            : Math.Min(left.ClosedTo.Value, right.ClosedTo.Value);

        WindowCommit? Windows(LakeLayout lake) => Newest(lake.Staging(table), WindowCommit.Key)?.Deserialize(CommitJson.Default.WindowCommit);
    }

    private TableDifference Ledger(string name, Func<LakeLayout, string[]> lines)
    {
        var (left, right) = (lines(_left), lines(_right));
        string[] differences = [.. left.Except(right).Select(line => $"only here: {line}"), .. right.Except(left).Select(line => $"only there: {line}")];
        return new TableDifference(name, differences.Length, differences);
    }

    private TableDifference Rows(string table, IReadOnlyList<string> keys, string condition, CancellationToken cancellationToken)
    {
        var (left, right) = (new DeltaTable(_left.Gold(table)), new DeltaTable(_right.Gold(table)));
        var (mine, theirs) = (left.Load(), right.Load());
        if (mine is null || theirs is null)
        {
            return mine is null == theirs is null
                ? new TableDifference(table, 0, [])
                : new TableDifference(table, 1, [$"the table exists only {(mine is null ? "there" : "here")}"]);
        }

        // Two lakes that were linked or copied from one another have the same damage: equal, and wrong.
        _check.Require(left.Directory, mine.Files, cancellationToken);
        _check.Require(right.Directory, theirs.Files, cancellationToken);

        // A column that one of them has not met yet is null there.
        var schema = mine.Schema.Merge(theirs.Schema);
        var (a, b) = (Scan(left, mine), Scan(right, theirs));
        var same = string.Join(" AND ", keys.Select(key => $"l.{LakeSql.Identifier(key)} IS NOT DISTINCT FROM r.{LakeSql.Identifier(key)}"));
        var differs = string.Join(" OR ", schema.Columns.Where(column => !keys.Contains(column.Name)).Select(Differs).Prepend("l.there IS NULL").Prepend("r.there IS NULL"));
        var label = string.Join(" || ' ' || ", keys.Select(key => $"coalesce(l.{LakeSql.Identifier(key)}, r.{LakeSql.Identifier(key)})::VARCHAR").Select(text => $"coalesce({text}, 'null')"));
        var from = $"(SELECT *, 1 AS there FROM {a}) AS l FULL JOIN (SELECT *, 1 AS there FROM {b}) AS r ON {same} WHERE {differs}";
        var count = Query($"SELECT count(*)::VARCHAR FROM {from}")[0];
        var samples = count == "0"
            ? []
            : Query($"SELECT CASE WHEN r.there IS NULL THEN 'only here: ' WHEN l.there IS NULL THEN 'only there: ' ELSE 'another value: ' END || {label} FROM {from} ORDER BY 1 LIMIT {Samples}");

        // A key that is there twice has no partner of its own: the join would let it pass.
        var doubled = new[] { a, b }.Sum(scan => long.Parse(Query(
            $"SELECT count(*)::VARCHAR FROM (SELECT 1 FROM {scan} GROUP BY {string.Join(", ", keys.Select(LakeSql.Identifier))} HAVING count(*) > 1)")[0], CultureInfo.InvariantCulture));
        return new TableDifference(table, long.Parse(count, CultureInfo.InvariantCulture) + doubled, doubled == 0 ? samples : [.. samples, $"{doubled} keys are there more than once"]);

        string Scan(DeltaTable of, DeltaSnapshot snapshot) => $"(SELECT * FROM {LakeSql.Scan(of.Directory, snapshot.Files, schema)} WHERE {condition})";
    }

    private static string Differs(LakeColumn column)
    {
        var (l, r) = ($"l.{LakeSql.Identifier(column.Name)}", $"r.{LakeSql.Identifier(column.Name)}");
        return column.Type == LakeType.Double
            ? $"(({l} IS NULL) <> ({r} IS NULL) OR ({l} IS DISTINCT FROM {r} AND NOT coalesce(abs({l} - {r}) <= 1e-12 * greatest(abs({l}), abs({r}), 1), false)))"
            : $"{l} IS DISTINCT FROM {r}";
    }

    private List<string> Query(string sql)
    {
        using var command = _database.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }
}
