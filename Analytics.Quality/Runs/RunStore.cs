using System.Data.Common;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.Quality.Publication;
using Analytics.Quality.Sql;

namespace Analytics.Quality.Runs;

/// <summary>Reads <c>ops/quality_results</c>: runs, their expectations, and how these went over time. Thread safe; statements run one after the other.</summary>
internal sealed class RunStore(LakeLayout layout) : IDisposable
{
    private const string Minute = "date_trunc('minute', settled_at)";

    /// <summary>The newest runs are asked for most: older files are opened only when the younger ones do not fill a page.</summary>
    private static readonly TimeSpan?[] Spans = [TimeSpan.FromHours(1), TimeSpan.FromDays(1), null];

    private readonly Lock _lock = new();
    private readonly QualityDatabase _database = new();
    private readonly DeltaTable _table = new(layout.Ops(ResultsTable.Name));
    private DeltaSnapshot? _snapshot;

    /// <summary>A page of runs, the newest first.</summary>
    public RunPage List(RunQuery query)
    {
        var entries = new List<RunEntry>();
        foreach (var span in Spans)
        {
            var to = query.Before is { } before ? before.At + TimeSpan.FromMinutes(1).Ticks / TimeSpan.TicksPerMicrosecond : Newest() + 1;
            var from = span is { } limit ? to - limit.Ticks / TimeSpan.TicksPerMicrosecond : 0;
            entries = Read(from, to, source => Statement(query, source, from, to), Entry);
            if (entries.Count > query.Limit)
            {
                return new RunPage(entries[..query.Limit], RunCursor.Of(entries[query.Limit - 1]).ToString());
            }
        }

        return new RunPage(entries, null);
    }

    /// <summary>One run; null when it is not there, or no longer.</summary>
    public RunEntry? Find(string table, long goldVersion) => Read(
        file => file.MayContain("gold_version", goldVersion, goldVersion + 1),
        source => $"SELECT {Columns("min(settled_at)")} FROM {source} WHERE \"table\" = {LakeSql.Literal(table)} AND gold_version = {goldVersion} GROUP BY \"table\"",
        Entry).SingleOrDefault();

    /// <summary>The runs that ended with these batches, by batch: a quarantined batch has the number of its run's last one.</summary>
    public IReadOnlyDictionary<long, RunEntry> OfBatches(string table, IReadOnlyCollection<long> batches) => batches.Count == 0 ? new Dictionary<long, RunEntry>() : Read(
        file => file.MayContain("last_batch", batches.Min(), batches.Max() + 1),
        source => $"""
            SELECT {Columns("min(settled_at)")} FROM {source}
            WHERE "table" = {LakeSql.Literal(table)} AND last_batch IN ({string.Join(", ", batches)}) GROUP BY "table", gold_version
            """,
        Entry).ToDictionary(run => run.LastBatch);

    /// <summary>The expectations of one run, in the suite's order.</summary>
    public IReadOnlyList<ExpectationOutcome> Expectations(string table, long goldVersion) => Read(
        file => file.MayContain("gold_version", goldVersion, goldVersion + 1),
        source => Expectations(source, $"\"table\" = {LakeSql.Literal(table)} AND gold_version = {goldVersion}"),
        Outcome);

    /// <summary>The expectations of all runs of a time range, by table in the suite's order.</summary>
    /// <param name="table">Of one table; null for all.</param>
    /// <param name="from">Begin, UTC.</param>
    /// <param name="to">End, exclusive.</param>
    public IReadOnlyList<ExpectationOutcome> Expectations(string? table, DateTime from, DateTime to) =>
        Read(Micros(from), Micros(to), source => Expectations(source, Range(table, Micros(from), Micros(to))), Outcome);

    /// <summary>How each expectation of a table went, minute by minute, by its position and type.</summary>
    public ILookup<(int Index, string Type), HistoryPoint> History(string table, DateTime from, DateTime to) => Read(
        Micros(from),
        Micros(to),
        source => $"""
            SELECT {Minute} AS m, count(*), count(*) FILTER (NOT success), sum(rows_gold + rows_quarantined)::BIGINT, sum(unexpected_count)::BIGINT, expectation, type
            FROM {source} WHERE {Range(table, Micros(from), Micros(to))} GROUP BY ALL ORDER BY m
            """,
        row => (Key: (row.GetInt32(5), row.GetString(6)), Point: Point(row))).ToLookup(pair => pair.Key, pair => pair.Point);

    /// <summary>How many rows of each table were looked at and quarantined, minute by minute.</summary>
    public ILookup<string, HistoryPoint> Tables(DateTime from, DateTime to) => Read(
        Micros(from),
        Micros(to),
        source => $"""
            SELECT {Minute} AS m, count(DISTINCT gold_version), count(DISTINCT gold_version) FILTER (rows_quarantined > 0),
                coalesce(sum(rows_gold + rows_quarantined) FILTER (expectation = 0), 0)::BIGINT, coalesce(sum(rows_quarantined) FILTER (expectation = 0), 0)::BIGINT, "table"
            FROM {source} WHERE {Range(null, Micros(from), Micros(to))} GROUP BY ALL ORDER BY m
            """,
        row => (Table: row.GetString(5), Point: Point(row))).ToLookup(pair => pair.Table, pair => pair.Point);

    public void Dispose() => _database.Dispose();

    private static string Statement(RunQuery query, string source, long from, long to)
    {
        var at = query.PerMinute ? Minute : "settled_at";
        List<string> having = [];
        if (query.Before is { } last)
        {
            var (time, table) = ($"make_timestamp({last.At})", LakeSql.Literal(last.Table));
            having.Add($"({at} < {time} OR ({at} = {time} AND (\"table\" > {table} OR (\"table\" = {table} AND max(gold_version) < {last.GoldVersion}))))");
        }

        if (query.Outcome is { } outcome)
        {
            having.Add(outcome switch
            {
                RunOutcome.Passed => "bool_and(success)",
                RunOutcome.Failed => "bool_or(NOT success AND severity = 'critical')",
                _ => "NOT bool_and(success) AND NOT bool_or(NOT success AND severity = 'critical')",
            });
        }

        return $"""
            SELECT {Columns(at)} FROM {source} WHERE {Range(query.Table, from, to)}
            GROUP BY "table", {at}{(query.PerMinute ? "" : ", gold_version")} HAVING {(having.Count == 0 ? "true" : string.Join(" AND ", having))}
            ORDER BY {at} DESC, "table", max(gold_version) DESC LIMIT {query.Limit + 1}
            """;
    }

    /// <summary>An entry's columns. Every run has an expectation 0, which stands for the run where rows are summed.</summary>
    private static string Columns(string at) => $"""
        "table", {at}, max(gold_version), min(first_batch), max(last_batch), count(DISTINCT gold_version), count(DISTINCT gold_version) FILTER (NOT success),
        coalesce(sum(rows_gold) FILTER (expectation = 0), 0)::BIGINT, coalesce(sum(rows_quarantined) FILTER (expectation = 0), 0)::BIGINT,
        count(DISTINCT expectation), count(DISTINCT expectation) FILTER (NOT success), count(DISTINCT expectation) FILTER (NOT success AND severity = 'critical')
        """;

    private static string Expectations(string source, string condition) => $"""
        SELECT "table", expectation, type, "column", arg_max(severity, gold_version), count(*), count(*) FILTER (NOT success), sum(rows_gold + rows_quarantined)::BIGINT,
            sum(unexpected_count)::BIGINT, max(settled_at) FILTER (NOT success), arg_max(result, gold_version) FILTER (result IS NOT NULL)
        FROM {source} WHERE {condition} GROUP BY "table", expectation, type, "column" ORDER BY "table", expectation, type
        """;

    private static string Range(string? table, long from, long to) =>
        $"settled_at >= make_timestamp({from}) AND settled_at < make_timestamp({to})" + (table is null ? "" : $" AND \"table\" = {LakeSql.Literal(table)}");

    private static RunEntry Entry(DbDataReader row) => new(
        row.GetString(0), Utc(row, 1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8), row.GetInt64(9), row.GetInt64(10), row.GetInt64(11));

    private static ExpectationOutcome Outcome(DbDataReader row) => new(
        row.GetString(0), row.GetInt32(1), row.GetString(2), row.IsDBNull(3) ? null : row.GetString(3), row.GetString(4), row.GetInt64(5), row.GetInt64(6), row.GetInt64(7), row.GetInt64(8),
        row.IsDBNull(9) ? null : Utc(row, 9), row.IsDBNull(10) ? null : row.GetString(10));

    private static HistoryPoint Point(DbDataReader row) => new(Utc(row, 0), row.GetInt64(1), row.GetInt64(2), row.GetInt64(3), row.GetInt64(4));

    private static DateTime Utc(DbDataReader row, int column) => DateTime.SpecifyKind(row.GetDateTime(column), DateTimeKind.Utc);

    private static long Micros(DateTime time) => RunCursor.Micros(time);

    /// <summary>Time of the newest settlement, microseconds since the epoch.</summary>
    private long Newest()
    {
        lock (_lock)
        {
            return Follow()?.Files.Max(file => file.Statistics.GetValueOrDefault("settled_at")?.Max as long?) ?? 0;
        }
    }

    private List<T> Read<T>(long from, long to, Func<string, string> statement, Func<DbDataReader, T> read) =>
        Read(file => file.MayContain("settled_at", from, to), statement, read);

    private List<T> Read<T>(Func<DataFile, bool> mayHold, Func<string, string> statement, Func<DbDataReader, T> read)
    {
        lock (_lock)
        {
            if (Follow() is not { } snapshot || snapshot.Files.Where(mayHold).ToArray() is not { Length: > 0 } files)
            {
                return [];
            }

            using var command = _database.Connection.CreateCommand();
            command.CommandText = statement(LakeSql.Scan(_table.Directory, files, snapshot.Schema));
            using var reader = command.ExecuteReader();
            var rows = new List<T>();
            while (reader.Read())
            {
                rows.Add(read(reader));
            }

            return rows;
        }
    }

    private DeltaSnapshot? Follow()
    {
        try
        {
            return _snapshot = _snapshot is null ? _table.Load() : _table.Follow(_snapshot);
        }
        catch (VersionGoneException)
        {
            // Nobody looked for long: the versions since are cleaned up.
            return _snapshot = _table.Load();
        }
    }
}
