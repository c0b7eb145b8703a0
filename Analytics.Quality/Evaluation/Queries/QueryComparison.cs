using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Queries;

/// <summary>
/// <c>expect_query_results_to_match_comparison</c>: two SELECTs give the same rows, in any order. A row that only one of them has is unexpected,
/// as often as it is; the share is of the rows of both.
/// </summary>
internal sealed class QueryComparison(Expectation expectation, Relation relation) : Evaluator(expectation, relation)
{
    public override void Plan(ScanPlan plan)
    {
        // The queries are scans of their own.
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var (mine, other) = (Expectation.Text("base_query")!, Expectation.Text("comparison_query")!);
        using var database = new QueryDatabase(Relation);
        var all = database.Count(mine) + database.Count(other);
        var unexpected = database.CountMissing(mine, other) + database.CountMissing(other, mine);
        var share = all == 0 ? 0 : (double)unexpected / all;
        var success = 1 - share >= (Expectation.Number("mostly") ?? 1);
        return new ExpectationResult(Expectation, success, new JsonObject { ["unexpected_count"] = unexpected, ["unexpected_percent"] = share * 100 });
    }
}
