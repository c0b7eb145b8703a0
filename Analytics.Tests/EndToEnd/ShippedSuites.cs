using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Lake.Layout;
using Analytics.Quality.Runs;
using Shouldly;

namespace Analytics.Tests.EndToEnd;

/// <summary>What the suites of a shipped pipeline found in a real run.</summary>
internal static class ShippedSuites
{
    /// <summary>Every line of every suite was evaluated, and no critical one failed. Returns those that warned.</summary>
    public static IReadOnlyList<ExpectationOutcome> ShouldHold(string data, string pipeline)
    {
        using var runs = new RunStore(new LakeLayout(data, pipeline));
        var outcomes = runs.Expectations(null, DateTime.UnixEpoch, new DateTime(2200, 1, 1, 0, 0, 0, DateTimeKind.Utc));
        var suites = SuiteLoader.LoadAll(PipelineLoader.Load(Path.Combine(AppHostProcess.Repository, "pipelines", pipeline)));
        outcomes.Select(outcome => (outcome.Table, outcome.Index, outcome.Type)).ShouldBe(
            suites.SelectMany(suite => suite.Value.Expectations.Select(line => (suite.Key, line.Index, line.Type))), ignoreOrder: true);
        var failed = outcomes.Where(outcome => outcome.FailedRuns > 0).ToArray();
        failed.ShouldAllBe(outcome => outcome.Severity != "critical");
        return failed;
    }
}
