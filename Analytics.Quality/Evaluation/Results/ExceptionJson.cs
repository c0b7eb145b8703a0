using System.Text.Json.Nodes;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>
/// <c>exception_info</c> of a result: one object without an exception or with one after the metrics; by the identifiers of the metrics that failed else.
/// There are no tracebacks: the message says all that helps.
/// </summary>
internal static class ExceptionJson
{
    private static readonly FailedMetric Distinct = new("column.distinct_values.count");
    private static readonly FailedMetric Lengths = new("column_values.value_length.map");
    private static readonly FailedMetric Nulls = new("column_values.nonnull.condition");
    private static readonly FailedMetric[] MeanAndSpread = [new("column.mean"), new("column.standard_deviation")];

    public static JsonObject Of(ExpectationResult result, string? batchId)
    {
        if (result.Exception is not { } exception)
        {
            return new JsonObject { ["raised_exception"] = false, ["exception_traceback"] = null, ["exception_message"] = null };
        }

        if (exception.IsAfterMetrics || FailedMetric.Of(result.Expectation) is not { } metric)
        {
            return Raised(exception);
        }

        // Which values are missing is a metric of its own, and needs the column too; scores need the column's statistics first.
        FailedMetric[] failed = !exception.ColumnIsMissing ? (metric.Name.StartsWith("column_values.z_score.", StringComparison.Ordinal) ? MeanAndSpread : [metric])
            : metric.Name is "column.unique_proportion" ? [Distinct, Nulls]
            : metric.Name.StartsWith("column_values.value_length.", StringComparison.Ordinal) ? [Nulls, Lengths]
            : metric.Name.StartsWith("column_values.", StringComparison.Ordinal) && !metric.Name.Contains("null.", StringComparison.Ordinal) ? [Nulls, metric]
            : [metric];
        return new JsonObject(failed.Select(each => KeyValuePair.Create(MetricId.Of(each, result.Expectation, batchId), (JsonNode?)Raised(exception))));
    }

    private static JsonObject Raised(ExceptionInfo exception) =>
        new() { ["exception_traceback"] = null, ["exception_message"] = exception.Message, ["raised_exception"] = true };
}
