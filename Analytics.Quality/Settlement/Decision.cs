using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Results;

namespace Analytics.Quality.Settlement;

/// <summary>What the results of a suite mean for a run: its failed critical expectations, by what they keep out of gold.</summary>
/// <param name="OverBatch">Those that keep out the batch: no row is to blame, it could not be evaluated, or the suite says so.</param>
/// <param name="OverRows">Those that keep out the rows that break them.</param>
internal sealed record Decision(IReadOnlyList<ExpectationResult> OverBatch, IReadOnlyList<ExpectationResult> OverRows)
{
    public static Decision Of(SuiteResult results)
    {
        var failed = results.Results.Where(result => !result.Success && result.Expectation.Severity is Severity.Critical).ToArray();
        return new Decision([.. failed.Where(IsOverBatch)], [.. failed.Where(result => !IsOverBatch(result))]);
    }

    private static bool IsOverBatch(ExpectationResult result) =>
        result.Unexpected is null || result.Expectation.OnFailure is FailureAction.QuarantineBatch;
}
