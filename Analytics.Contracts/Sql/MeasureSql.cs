using System.Globalization;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql;

/// <summary>Measures as DuckDB aggregates.</summary>
internal static class MeasureSql
{
    /// <summary>The aggregate over events, exactly typed.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="time">The time column, quoted.</param>
    public static string Aggregate(MeasureDefinition measure, string time)
    {
        string column = measure.Column is null ? "" : DuckDbWindowSql.Quote(measure.Column);
        string filter = Filter(measure);
        return measure.Function switch
        {
            MeasureFunction.Count => $"count({(column.Length == 0 ? "*" : column)}){filter}",
            MeasureFunction.CountDistinct => $"count(DISTINCT {column}){filter}",
            // The sum of BIGINT is HUGEINT: the cast fails where the sum does not fit.
            MeasureFunction.Sum when measure.ResultType == ColumnType.Int64 => $"CAST(sum({column}){filter} AS BIGINT)",
            MeasureFunction.Sum => $"sum({column}){filter}",
            MeasureFunction.Min => $"min({column}){filter}",
            MeasureFunction.Max => $"max({column}){filter}",
            MeasureFunction.Avg => $"avg({column}){filter}",
            // arg_min itself would skip events in which the column is null.
            MeasureFunction.First => $"arg_min_null({column}, {Order(time)}){filter}",
            MeasureFunction.Last => $"arg_max_null({column}, {Order(time)}){filter}",
            MeasureFunction.Quantile => string.Create(CultureInfo.InvariantCulture, $"quantile_cont(CAST({column} AS DOUBLE), {measure.Quantile:R}){filter}"),
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure.Function, "Unknown function."),
        };
    }

    /// <summary>The order of events: by time, then by where Kafka has them.</summary>
    public static string Order(string time) => $"row({time}, {OriginColumns.Partition}, {OriginColumns.Offset})";

    public static string Filter(MeasureDefinition measure) => measure.Filter is null ? "" : $" FILTER (WHERE {measure.Filter})";
}
