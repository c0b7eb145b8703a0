using System.Globalization;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>
/// Windows that are still open, as one aggregation for Structured Streaming in update mode: each row whose window has changed, as a Kafka record. The last record
/// of a window has the values that <see cref="SparkWindowSql"/> computes when it closes, as long as the audit keeps no event back.
/// </summary>
public static class SparkLiveSql
{
    /// <summary>What a value says of itself: nothing in it has been audited.</summary>
    public const string Provisional = "_provisional";

    private const string Json = "map('ignoreNullFields', 'false', 'timestampFormat', 'yyyy-MM-dd\\'T\\'HH:mm:ss.SSSSSSXXX')";

    /// <summary>
    /// A SELECT of <c>key</c> and <c>value</c>, both JSON as STRING: window_start and the group columns; those, window_end, the measures and <see cref="Provisional"/>.
    /// </summary>
    /// <param name="pipeline">The pipeline.</param>
    /// <param name="table">One of its tables.</param>
    /// <param name="relation">A streaming view of the events, with a watermark on the time column, <c>_partition</c> and <c>_offset</c>.</param>
    /// <returns>Null for a table of sessions: Spark computes them in append mode only, when they close.</returns>
    public static string? Compile(PipelineDefinition pipeline, TableDefinition table, string relation)
    {
        if (table.Window is SessionWindow)
        {
            return null;
        }

        WindowGeometry geometry = WindowGeometry.Of(table.Window);
        string time = SparkText.Name(pipeline.Source.Time);
        // Spark forgets a window once the watermark has passed it only when it made the window itself. It aligns to the Unix epoch, as we do.
        string window = $"window({time}, {Microseconds(geometry.Size)}, {Microseconds(geometry.Every)})";
        string[] groups = [.. table.GroupBy.Select(SparkText.Name)];
        string[] measures = [.. table.Measures.Select(measure => SparkText.Name(measure.Name))];
        IEnumerable<string> aggregates = table.Measures.Select(measure => $"{SparkMeasure.Aggregate(measure, time, streaming: true)} AS {SparkText.Name(measure.Name)}");
        string rows = $"SELECT {string.Join(", ", groups.Prepend($"{window} AS _w").Concat(aggregates))} FROM {relation} GROUP BY {string.Join(", ", groups.Prepend(window))}";
        string start = $"_w.`start` AS {WindowTable.WindowStart}";
        return $"SELECT {Struct([start, .. groups])} AS key, "
            + $"{Struct([start, $"_w.`end` AS {WindowTable.WindowEnd}", .. groups, .. measures, $"true AS {Provisional}"])} AS value FROM ({rows})";
    }

    private static string Struct(IEnumerable<string> fields) => $"to_json(struct({string.Join(", ", fields)}), {Json})";

    private static string Microseconds(long value) => string.Create(CultureInfo.InvariantCulture, $"'{value} microseconds'");
}
