namespace Analytics.Quality.Evaluation.Results;

/// <summary>Why an expectation could not be evaluated.</summary>
/// <param name="Message">The error's message.</param>
/// <param name="ColumnIsMissing">Whether the data lacks a column that the expectation names.</param>
/// <param name="IsAfterMetrics">Whether the metrics were computed, and what comes after them went wrong.</param>
internal sealed record ExceptionInfo(string Message, bool ColumnIsMissing, bool IsAfterMetrics);
