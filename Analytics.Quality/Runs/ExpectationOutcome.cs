namespace Analytics.Quality.Runs;

/// <summary>An expectation over one run or over some of one table.</summary>
/// <param name="Table">The table.</param>
/// <param name="Index">Its position in the suite.</param>
/// <param name="Type">Its type.</param>
/// <param name="Column">Its column; null for those of several or none.</param>
/// <param name="Severity"><c>critical</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Runs">How often it was evaluated.</param>
/// <param name="FailedRuns">How often it failed.</param>
/// <param name="Rows">Rows of these runs.</param>
/// <param name="Unexpected">Rows that break it.</param>
/// <param name="LastFailure">When it failed last, UTC; null for never.</param>
/// <param name="Result">The result of the newest failure as JSON; null for none.</param>
internal sealed record ExpectationOutcome(
    string Table, int Index, string Type, string? Column, string Severity, long Runs, long FailedRuns, long Rows, long Unexpected, DateTime? LastFailure, string? Result);
