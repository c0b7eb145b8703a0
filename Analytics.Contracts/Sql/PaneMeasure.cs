using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql;

/// <summary>A measure in two steps: partial aggregates per pane, merged per window.</summary>
internal sealed class PaneMeasure
{
    public PaneMeasure(MeasureDefinition measure, string time, int index)
    {
        Name = measure.Name;
        string partial = $"_m{index}";
        string order = $"_o{index}";
        string column = measure.Column is null ? "" : DuckDbWindowSql.Quote(measure.Column);
        string filter = MeasureSql.Filter(measure);
        string whole = MeasureSql.Aggregate(measure, time);
        (Partials, Merged) = measure.Function switch
        {
            MeasureFunction.Count => ([$"{whole} AS {partial}"], $"CAST(sum({partial}) AS BIGINT)"),
            MeasureFunction.Sum when measure.ResultType == ColumnType.Int64 => ([$"sum({column}){filter} AS {partial}"], $"CAST(sum({partial}) AS BIGINT)"),
            MeasureFunction.Sum => ([$"{whole} AS {partial}"], $"sum({partial})"),
            MeasureFunction.Min => ([$"{whole} AS {partial}"], $"min({partial})"),
            MeasureFunction.Max => ([$"{whole} AS {partial}"], $"max({partial})"),
            MeasureFunction.Avg => (
                [$"sum({column}){filter} AS {partial}", $"count({column}){filter} AS {order}"],
                $"CAST(sum({partial}) AS DOUBLE) / CAST(sum({order}) AS DOUBLE)"),
            MeasureFunction.First => ([$"{whole} AS {partial}", $"min({MeasureSql.Order(time)}){filter} AS {order}"], $"arg_min_null({partial}, {order})"),
            MeasureFunction.Last => ([$"{whole} AS {partial}", $"max({MeasureSql.Order(time)}){filter} AS {order}"], $"arg_max_null({partial}, {order})"),
            _ => ((string[])[], ""),
        };
    }

    public string Name { get; }

    public IReadOnlyList<string> Partials { get; }

    public string Merged { get; }

    /// <summary>Whether the measure can be merged from panes: distinct counts and quantiles need the events.</summary>
    public static bool IsDecomposable(MeasureDefinition measure) => measure.Function is not (MeasureFunction.CountDistinct or MeasureFunction.Quantile);
}
