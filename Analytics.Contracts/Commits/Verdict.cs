namespace Analytics.Contracts.Commits;

/// <summary>The outcome of one expectation over one settlement.</summary>
/// <param name="Index">Position of the expectation in its suite, from 0.</param>
/// <param name="Type">The expectation's type, such as <c>expect_column_values_to_be_between</c>.</param>
/// <param name="Column">The column it speaks of; null for table-level expectations.</param>
/// <param name="Severity"><c>critical</c>, <c>warning</c> or <c>info</c>.</param>
/// <param name="Success">Whether it held.</param>
/// <param name="UnexpectedCount">Rows that break it; 0 for aggregates and table-level expectations.</param>
public sealed record Verdict(int Index, string Type, string? Column, string Severity, bool Success, long UnexpectedCount);
