using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Queries;

/// <summary><c>unexpected_rows_expectation</c>: a SELECT over <c>{batch}</c> that finds nothing when all is well.</summary>
internal sealed class UnexpectedRows(Expectation expectation, Relation relation) : Evaluator(expectation, relation)
{
    public override void Plan(ScanPlan plan)
    {
        // The query is a scan of its own.
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        using var database = new QueryDatabase(Relation);
        var rows = database.Count(Expectation.Text("unexpected_rows_query")!);
        return Observed(rows == 0, rows);
    }
}
