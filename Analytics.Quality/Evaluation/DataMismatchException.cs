namespace Analytics.Quality.Evaluation;

/// <summary>The data breaks an assumption of one expectation: a column is missing or of a type it cannot judge. Reported in its result alone.</summary>
internal sealed class DataMismatchException(string message) : Exception(message)
{
    /// <summary>The data lacks a column.</summary>
    public static DataMismatchException NoColumn(string name) => new($"Error: The column \"{name}\" in BatchData does not exist.") { ColumnIsMissing = true };

    /// <summary>An error in what comes after the metrics, such as comparing with bounds.</summary>
    public static DataMismatchException AfterMetrics(string message) => new(message) { IsAfterMetrics = true };

    /// <summary>Whether the metrics were computed, and what comes after them went wrong.</summary>
    public bool IsAfterMetrics { get; private init; }

    /// <summary>Whether the data lacks a column that the expectation names.</summary>
    public bool ColumnIsMissing { get; private init; }
}
