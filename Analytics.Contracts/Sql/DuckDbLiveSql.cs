using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql;

/// <summary>
/// The live view of a windowed table: closed windows as the table has them, open ones computed from the events so far by the same statement that will
/// close them. A closed window that has gained events counts as open until it is computed anew. So at every moment the view is what the statement gives
/// over all events, and what it shows of a window last is what the table gets.
/// </summary>
public static class DuckDbLiveSql
{
    /// <summary>Whether a row's window is open: its values are provisional. A BOOLEAN, the last column.</summary>
    public const string Open = "_open";

    /// <summary>A parenthesised SELECT with the columns of <see cref="WindowTable.Columns"/> and <see cref="Open"/>.</summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="table">One of its tables.</param>
    /// <param name="closed">The newest window commit that is settled in the table; null before the first.</param>
    /// <param name="gained">
    /// First and last event time, both inclusive, of each file that the events have gained since <see cref="WindowCommit.GoldVersion"/> of <paramref name="closed"/>.
    /// </param>
    /// <param name="closedSql">A relation of the table's rows, such as a parenthesised SELECT; null when it has none.</param>
    /// <param name="eventsSql">Gives a relation with all events whose time lies in a range; it may give more.</param>
    public static string Compile(
        PipelineDefinition pipeline,
        TableDefinition table,
        WindowCommit? closed,
        IEnumerable<(long First, long Last)> gained,
        string? closedSql,
        Func<WindowRange, string> eventsSql)
    {
        string columns = string.Join(", ", WindowTable.Columns(table, pipeline.Columns).Select(column => DuckDbWindowSql.Quote(column.Name)));
        List<string> parts = [];
        List<WindowRange> open = [];
        if (table.Window is SessionWindow sessions)
        {
            SessionGeometry geometry = SessionGeometry.Of(sessions);
            List<WindowRange> dirty = WindowRanges.Merge(Dirty(closed, gained).Select(spread => geometry.Touched(spread.First, spread.Last)));
            parts.AddRange(dirty.Select(range => Sessions(range, geometry.EventTimes(range))));
            open.AddRange(dirty);

            // Sessions that start later may be closed as well: then the table has them.
            WindowRange rest = new(closed?.OpenFrom ?? -WindowGeometry.Horizon, WindowGeometry.Horizon);
            foreach (WindowRange range in dirty.Aggregate(new List<WindowRange> { rest }, WindowRanges.Without))
            {
                WindowRange times = dirty.Count == 0 && closed?.ClosedTo is { } to ? geometry.EventTimes(range, to) : geometry.EventTimes(range);
                parts.Add(Sessions(range, times) + (closed?.ClosedTo is { } end ? $" AS _s WHERE {NotClosed(end, geometry)}" : ""));
            }
        }
        else
        {
            WindowGeometry geometry = WindowGeometry.Of(table.Window);
            long from = closed?.ClosedTo is { } to ? geometry.ClosedStartsBefore(to) : -WindowGeometry.Horizon;
            open.AddRange(WindowRanges.Merge(Dirty(closed, gained).Select(spread => geometry.Touched(spread.First, spread.Last)).Append(new(from, WindowGeometry.Horizon))));
            parts.AddRange(open.Select(range => $"({DuckDbWindowSql.Compile(pipeline, table, eventsSql(geometry.EventTimes(range)), range.From, range.To)})"));
        }

        IEnumerable<string> selects = parts.Select(part => $"SELECT {columns}, true AS {Open} FROM {part}");
        if (closedSql is not null)
        {
            selects = selects.Prepend($"SELECT {columns}, false AS {Open} FROM {closedSql} WHERE {NoneOf(open)}");
        }

        return $"({string.Join(" UNION ALL ", selects)})";

        // A chain that has only now become long enough to be cut has parts that ended long ago and are not in the table yet.
        string NotClosed(long end, SessionGeometry geometry)
        {
            string cut = $"epoch_us(_s.{WindowTable.WindowEnd}) % {geometry.MaxLength} = 0";
            string same = string.Concat(table.GroupBy.Select(DuckDbWindowSql.Quote).Select(name => $" AND _c.{name} IS NOT DISTINCT FROM _s.{name}"));
            string known = closedSql is null
                ? ""
                : $" AND NOT EXISTS (SELECT 1 FROM {closedSql} AS _c WHERE _c.{WindowTable.WindowStart} = _s.{WindowTable.WindowStart} AND _c.{WindowTable.WindowEnd} = _s.{WindowTable.WindowEnd}{same})";
            return $"_s.{WindowTable.WindowEnd} >= {DuckDbWindowSql.Timestamp(end)} OR ({cut}{known})";
        }

        string Sessions(WindowRange starts, WindowRange times) => $"({DuckDbSessionSql.Compile(pipeline, table, eventsSql(times), starts, times)})";
    }

    private static IEnumerable<(long First, long Last)> Dirty(WindowCommit? closed, IEnumerable<(long First, long Last)> gained) => closed?.ClosedTo is { } to
        ? gained.Where(spread => spread.First < to).Select(spread => (spread.First, Math.Min(spread.Last, to - 1)))
        : [];

    private static string NoneOf(List<WindowRange> ranges) => ranges.Count == 0
        ? "true"
        : $"NOT ({string.Join(" OR ", ranges.Select(range => $"({WindowTable.WindowStart} >= {DuckDbWindowSql.Timestamp(range.From)} AND {WindowTable.WindowStart} < {DuckDbWindowSql.Timestamp(range.To)})"))})";
}
