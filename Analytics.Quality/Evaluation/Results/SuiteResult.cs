using Analytics.Contracts.Suites;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>The outcome of a suite over one relation, in the suite's order.</summary>
/// <param name="Suite">The suite.</param>
/// <param name="Results">One result per expectation.</param>
internal sealed record SuiteResult(ExpectationSuite Suite, IReadOnlyList<ExpectationResult> Results)
{
    /// <summary>Whether every expectation held, whatever its severity.</summary>
    public bool Success => Results.All(result => result.Success);
}
