using System.Globalization;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql;

/// <summary>
/// Compiles a windowed table to one SELECT for DuckDB. All times are computed as integer microseconds since the Unix epoch,
/// since <c>time_bucket</c> has another origin.
/// </summary>
public static class DuckDbWindowSql
{
    /// <summary>
    /// A SELECT that gives all rows of the windows whose start lies in a range, ordered by window_start, with exactly the columns and types of
    /// <see cref="WindowTable.Columns"/> (Timestamp as TIMESTAMP, UTC). An integer sum beyond 64 bits makes the query fail.
    /// Of a table of sessions it gives the open ones too.
    /// </summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="table">One of its tables.</param>
    /// <param name="scanSql">
    /// A relation for a FROM clause, such as a parenthesised SELECT: the event columns (times as TIMESTAMP), <c>_partition</c> and <c>_offset</c>.
    /// </param>
    /// <param name="fromStart">First window start, inclusive, microseconds since the epoch.</param>
    /// <param name="toStart">End of the window starts, exclusive.</param>
    public static string Compile(PipelineDefinition pipeline, TableDefinition table, string scanSql, long fromStart, long toStart)
    {
        if (table.Window is SessionWindow session)
        {
            WindowRange sessions = new(Math.Max(fromStart, -WindowGeometry.Horizon), Math.Min(toStart, WindowGeometry.Horizon));
            return DuckDbSessionSql.Compile(pipeline, table, scanSql, sessions, SessionGeometry.Of(session).EventTimes(sessions));
        }

        WindowGeometry geometry = WindowGeometry.Of(table.Window);
        WindowRange starts = geometry.Align(new WindowRange(fromStart, toStart));
        WindowRange events = geometry.EventTimes(starts);
        string time = Quote(pipeline.Source.Time);
        string micros = $"epoch_us({time})";
        string lastStart = $"({micros} - ({micros} % {geometry.Every} + {geometry.Every}) % {geometry.Every})";
        string scan = $"(SELECT *, {lastStart} AS _w FROM {scanSql} WHERE {time} >= {Timestamp(events.From)} AND {time} < {Timestamp(events.To)})";
        bool isSliding = geometry.Size != geometry.Every;
        if (isSliding && table.Measures.All(PaneMeasure.IsDecomposable))
        {
            return Panes(pipeline, table, scan, geometry, starts);
        }

        string relation = isSliding ? Expand(scan, geometry, starts) : scan;
        IEnumerable<string> measures = table.Measures.Select(measure => $"{MeasureSql.Aggregate(measure, time)} AS {Quote(measure.Name)}");
        return Select(table, relation, geometry, measures);
    }

    /// <summary>
    /// Sliding windows from panes: events are first aggregated per slide, then panes are merged into windows,
    /// so the work per event does not grow with the number of windows it is in.
    /// </summary>
    private static string Panes(PipelineDefinition pipeline, TableDefinition table, string scan, WindowGeometry geometry, WindowRange starts)
    {
        string time = Quote(pipeline.Source.Time);
        PaneMeasure[] panes = [.. table.Measures.Select((measure, index) => new PaneMeasure(measure, time, index))];
        string partials = string.Concat(panes.SelectMany(pane => pane.Partials).Select(partial => $", {partial}"));
        string groups = string.Concat(table.GroupBy.Select(name => $", {Quote(name)}"));
        string pane = $"(SELECT _w{groups}{partials} FROM {scan} GROUP BY _w{groups})";
        return Select(table, Expand(pane, geometry, starts), geometry, panes.Select(each => $"{each.Merged} AS {Quote(each.Name)}"));
    }

    /// <summary>Repeats each row for every window that holds it.</summary>
    private static string Expand(string relation, WindowGeometry geometry, WindowRange starts) =>
        $"(SELECT _e.* EXCLUDE (_w), _e._w - _s.back AS _w FROM {relation} AS _e, (SELECT range * {geometry.Every} AS back FROM range({geometry.Size / geometry.Every})) AS _s"
        + $" WHERE _e._w - _s.back >= {starts.From} AND _e._w - _s.back < {starts.To})";

    private static string Select(TableDefinition table, string relation, WindowGeometry geometry, IEnumerable<string> measures)
    {
        string[] groups = [.. table.GroupBy.Select(Quote)];
        string[] columns =
        [
            $"make_timestamp(_w) AS {WindowTable.WindowStart}",
            $"make_timestamp(_w + {geometry.Size}) AS {WindowTable.WindowEnd}",
            .. groups,
            .. measures,
        ];
        string keys = string.Join(", ", groups.Prepend("_w"));
        return $"SELECT {string.Join(", ", columns)} FROM {relation} GROUP BY {keys} ORDER BY _w";
    }

    internal static string Quote(string name) => $"\"{name.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    internal static string Timestamp(long micros) => string.Create(CultureInfo.InvariantCulture, $"make_timestamp({micros}::BIGINT)");
}
