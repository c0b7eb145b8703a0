using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>The outcome of one expectation, with its numbers in the form of Great Expectations (result format SUMMARY).</summary>
/// <param name="Expectation">The expectation.</param>
/// <param name="Success">Whether it held.</param>
/// <param name="Result">The <c>result</c> object.</param>
internal sealed record ExpectationResult(Expectation Expectation, bool Success, JsonObject Result)
{
    /// <summary>Rows looked at; 0 where the expectation is not about rows.</summary>
    public long ElementCount { get; init; }

    /// <summary>Rows that break it; 0 where the expectation is not about rows.</summary>
    public long UnexpectedCount { get; init; }

    /// <summary>Set when it could not be evaluated; it is then not successful and <see cref="Result"/> is empty.</summary>
    public ExceptionInfo? Exception { get; init; }

    /// <summary>The condition that is true of the rows that break it; null when no row is to blame.</summary>
    public string? Unexpected { get; init; }

    public static ExpectationResult Raised(Expectation expectation, Exception exception) =>
        new(expectation, Success: false, []) { Exception = new ExceptionInfo(
            exception.Message,
            exception is DataMismatchException { ColumnIsMissing: true },
            exception is DataMismatchException { IsAfterMetrics: true }) };
}
