using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql;

/// <summary>Compiles a table of sessions (<see cref="SessionGeometry"/>) to one SELECT for DuckDB: two window passes in the same order and one aggregation.</summary>
public static class DuckDbSessionSql
{
    /// <summary>
    /// A SELECT that gives the sessions, open ones too, whose start lies in a range, ordered by window_start, with exactly the columns and types of
    /// <see cref="WindowTable.Columns"/> (Timestamp as TIMESTAMP, UTC). An integer sum beyond 64 bits makes the query fail.
    /// </summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="table">One of its tables, with a session window.</param>
    /// <param name="scanSql">
    /// A relation for a FROM clause, such as a parenthesised SELECT: the event columns (times as TIMESTAMP), <c>_partition</c> and <c>_offset</c>.
    /// </param>
    /// <param name="starts">Session starts, microseconds since the epoch.</param>
    /// <param name="events">The event times to read: one of <see cref="SessionGeometry"/>'s answers for <paramref name="starts"/>.</param>
    public static string Compile(PipelineDefinition pipeline, TableDefinition table, string scanSql, WindowRange starts, WindowRange events)
    {
        SessionGeometry geometry = SessionGeometry.Of((SessionWindow)table.Window);
        string time = DuckDbWindowSql.Quote(pipeline.Source.Time);
        string[] groups = [.. table.GroupBy.Select(DuckDbWindowSql.Quote)];
        string group = string.Concat(groups.Select(name => $"{name}, "));
        string order = $"({(groups.Length == 0 ? "" : $"PARTITION BY {string.Join(", ", groups)} ")}ORDER BY _t";
        long length = geometry.MaxLength;

        string scan = $"SELECT *, epoch_us({time}) AS _t FROM {scanSql} WHERE {time} >= {DuckDbWindowSql.Timestamp(events.From)} AND {time} < {DuckDbWindowSql.Timestamp(events.To)}";
        string neighbours = $"SELECT *, lag(_t) OVER {order}) AS _before, lead(_t) OVER {order}) AS _after FROM ({scan})";
        // A frame by RANGE holds all events of the same time: whichever of them has a gap beside it, each finds it.
        string chains =
            $"SELECT *, max(CASE WHEN _before IS NULL OR _t - _before > {geometry.Gap} THEN _t END) OVER {order} RANGE BETWEEN UNBOUNDED PRECEDING AND CURRENT ROW) AS _first, "
            + $"min(CASE WHEN _after IS NULL OR _after - _t > {geometry.Gap} THEN _t END) OVER {order} RANGE BETWEEN CURRENT ROW AND UNBOUNDED FOLLOWING) AS _last FROM ({neighbours})";
        string cuts = $"SELECT *, CASE WHEN _last - _first > {length} THEN _t - (_t % {length} + {length}) % {length} + {length} END AS _cut FROM ({chains})";

        string[] columns =
        [
            $"make_timestamp(min(_t)) AS {WindowTable.WindowStart}",
            $"make_timestamp(CASE WHEN _cut <= _last THEN _cut ELSE max(_t) + {geometry.Gap} END) AS {WindowTable.WindowEnd}",
            .. groups,
            .. table.Measures.Select(measure => $"{MeasureSql.Aggregate(measure, time)} AS {DuckDbWindowSql.Quote(measure.Name)}"),
        ];
        return $"SELECT {string.Join(", ", columns)} FROM ({cuts}) GROUP BY {group}_first, _last, _cut HAVING min(_t) >= {starts.From} AND min(_t) < {starts.To} ORDER BY min(_t)";
    }
}
