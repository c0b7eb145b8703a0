using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>
/// Compiles a windowed table to one SELECT for Spark: the same rows as <see cref="DuckDbWindowSql"/>. It relies on ANSI mode, in which a cast that
/// overflows is an error, and a session time zone of UTC. Times are computed as integer microseconds since the Unix epoch.
/// </summary>
public static class SparkWindowSql
{
    /// <summary>
    /// A SELECT that gives all rows of the windows whose start lies in a range, ordered by window_start, with exactly the columns and types of
    /// <see cref="WindowTable.Columns"/>. An integer sum beyond 64 bits makes the query fail. Of a table of sessions it gives the open ones too.
    /// </summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="table">One of its tables.</param>
    /// <param name="scanSql">A relation for a FROM clause: the event columns (times as TIMESTAMP), <c>_partition</c> and <c>_offset</c>.</param>
    /// <param name="fromStart">First window start, inclusive, microseconds since the epoch.</param>
    /// <param name="toStart">End of the window starts, exclusive.</param>
    public static string Compile(PipelineDefinition pipeline, TableDefinition table, string scanSql, long fromStart, long toStart)
    {
        if (table.Window is SessionWindow session)
        {
            WindowRange sessions = new(Math.Max(fromStart, -WindowGeometry.Horizon), Math.Min(toStart, WindowGeometry.Horizon));
            return CompileSessions(pipeline, table, scanSql, sessions, SessionGeometry.Of(session).EventTimes(sessions));
        }

        WindowGeometry geometry = WindowGeometry.Of(table.Window);
        WindowRange starts = geometry.Align(new WindowRange(fromStart, toStart));
        string time = SparkText.Name(pipeline.Source.Time);
        string lastStart = $"unix_micros({time}) - pmod(unix_micros({time}), {geometry.Every})";
        string scan = $"(SELECT *, {lastStart} AS _last FROM {scanSql} WHERE {Within(time, geometry.EventTimes(starts))})";
        // An event is in one window per slide; which ones is known before any aggregation, so that every measure can be had this way.
        long windows = geometry.Size / geometry.Every;
        string relation = windows == 1
            ? $"(SELECT *, _last AS _w FROM {scan})"
            : $"(SELECT *, _last - _back AS _w FROM (SELECT *, explode(sequence(0L, {(windows - 1) * geometry.Every}L, {geometry.Every}L)) AS _back FROM {scan}))";
        string[] columns =
        [
            $"timestamp_micros(_w) AS {WindowTable.WindowStart}",
            $"timestamp_micros(_w + {geometry.Size}) AS {WindowTable.WindowEnd}",
            .. table.GroupBy.Select(SparkText.Name),
            .. Measures(table, time),
        ];
        string keys = string.Join(", ", table.GroupBy.Select(SparkText.Name).Prepend("_w"));
        return $"SELECT {string.Join(", ", columns)} FROM {relation} WHERE _w >= {SparkText.Bigint(starts.From)} AND _w < {SparkText.Bigint(starts.To)} GROUP BY {keys} ORDER BY {WindowTable.WindowStart}";
    }

    /// <summary>The same for a table of sessions.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="table">One of its tables, with a session window.</param>
    /// <param name="scanSql">A relation for a FROM clause: the event columns (times as TIMESTAMP), <c>_partition</c> and <c>_offset</c>.</param>
    /// <param name="starts">Session starts, microseconds since the epoch.</param>
    /// <param name="events">The event times to read: one of <see cref="SessionGeometry"/>'s answers for <paramref name="starts"/>.</param>
    public static string CompileSessions(PipelineDefinition pipeline, TableDefinition table, string scanSql, WindowRange starts, WindowRange events)
    {
        SessionGeometry geometry = SessionGeometry.Of((SessionWindow)table.Window);
        string time = SparkText.Name(pipeline.Source.Time);
        string[] groups = [.. table.GroupBy.Select(SparkText.Name)];
        string partition = groups.Length == 0 ? "" : $"PARTITION BY {string.Join(", ", groups)} ";
        long length = geometry.MaxLength;

        string scan = $"(SELECT *, unix_micros({time}) AS _t FROM {scanSql} WHERE {Within(time, events)})";
        string neighbours = $"(SELECT *, lag(_t) OVER ({partition}ORDER BY _t) AS _before FROM {scan})";
        // A frame by RANGE holds all events of the same time: whichever of them has a gap before it, each finds it.
        string begun =
            $"(SELECT *, max(CASE WHEN _before IS NULL OR _t - _before > {geometry.Gap} THEN _t END) OVER ({partition}ORDER BY _t RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS _first FROM {neighbours})";
        string chainOf = $"PARTITION BY {string.Join(", ", groups.Append("_first"))}";
        string chains = $"(SELECT *, max(_t) OVER ({chainOf}) AS _last FROM {begun})";
        string cuts = $"(SELECT *, CASE WHEN _last - _first > {length} THEN _t - pmod(_t, {length}) + {length} END AS _cut FROM {chains})";
        string[] columns =
        [
            "timestamp_micros(min(_t)) AS " + WindowTable.WindowStart,
            $"timestamp_micros(CASE WHEN _cut <= _last THEN _cut ELSE max(_t) + {geometry.Gap} END) AS {WindowTable.WindowEnd}",
            .. groups,
            .. Measures(table, time),
        ];
        string keys = string.Join(", ", groups.Concat(["_first", "_last", "_cut"]));
        return $"SELECT {string.Join(", ", columns)} FROM {cuts} GROUP BY {keys} HAVING min(_t) >= {SparkText.Bigint(starts.From)} AND min(_t) < {SparkText.Bigint(starts.To)} ORDER BY {WindowTable.WindowStart}";
    }

    private static string Within(string time, WindowRange events) => $"{time} >= {SparkText.Timestamp(events.From)} AND {time} < {SparkText.Timestamp(events.To)}";

    private static IEnumerable<string> Measures(TableDefinition table, string time) =>
        table.Measures.Select(measure => $"{SparkMeasure.Aggregate(measure, time)} AS {SparkText.Name(measure.Name)}");
}
