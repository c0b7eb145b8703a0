using System.Globalization;
using System.Text;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Sql.Spark;

/// <summary>Measures as Spark aggregates, all exact.</summary>
internal static class SparkMeasure
{
    /// <summary>The aggregate over events, exactly typed.</summary>
    /// <param name="measure">The measure.</param>
    /// <param name="time">The time column, quoted.</param>
    /// <param name="streaming">For a streaming query, in which Spark allows no DISTINCT.</param>
    public static string Aggregate(MeasureDefinition measure, string time, bool streaming = false)
    {
        string column = measure.Column is null ? "" : SparkText.Name(measure.Column);
        string filter = measure.Filter is null ? "" : $" FILTER (WHERE {Condition(measure.Filter)})";
        // BIGINT would overflow on the way where only the total fits; the cast of the total fails where it does not.
        string wide = $"sum(CAST({column} AS DECIMAL(19, 0))){filter}";
        string order = $"struct({time}, {OriginColumns.Partition}, {OriginColumns.Offset})";
        return measure.Function switch
        {
            MeasureFunction.Count => $"count({(column.Length == 0 ? "*" : column)}){filter}",
            MeasureFunction.CountDistinct when streaming => $"CAST(size(collect_set({column}){filter}) AS BIGINT)",
            MeasureFunction.CountDistinct => $"count(DISTINCT {column}){filter}",
            MeasureFunction.Sum when measure.ResultType == ColumnType.Int64 => $"CAST({wide} AS BIGINT)",
            MeasureFunction.Sum => $"sum({column}){filter}",
            MeasureFunction.Min => $"min({column}){filter}",
            MeasureFunction.Max => $"max({column}){filter}",
            MeasureFunction.Avg => $"avg({column}){filter}",
            MeasureFunction.First => $"min_by({column}, {order}){filter}",
            MeasureFunction.Last => $"max_by({column}, {order}){filter}",
            MeasureFunction.Quantile => string.Create(CultureInfo.InvariantCulture, $"percentile(CAST({column} AS DOUBLE), {measure.Quantile:R}){filter}"),
            _ => throw new ArgumentOutOfRangeException(nameof(measure), measure.Function, "Unknown function."),
        };
    }

    /// <summary>A validated condition (identifiers in double quotes, texts in single quotes without a backslash) in Spark's writing.</summary>
    internal static string Condition(string sql)
    {
        var result = new StringBuilder(sql.Length + 8);
        for (int index = 0; index < sql.Length; index++)
        {
            char quote = sql[index];
            if (quote is not ('"' or '\''))
            {
                result.Append(quote);
                continue;
            }

            int end = index + 1;
            while (sql[end] != quote || (end + 1 < sql.Length && sql[end + 1] == quote))
            {
                end += sql[end] == quote ? 2 : 1;
            }

            string content = sql[(index + 1)..end].Replace($"{quote}{quote}", $"{quote}", StringComparison.Ordinal);
            result.Append(quote == '"' ? SparkText.Name(content) : SparkText.Literal(content));
            index = end;
        }

        return result.ToString();
    }
}
