using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Tables;

/// <summary><c>expect_column_to_exist</c>, at <c>column_index</c> where that is given.</summary>
internal sealed class ColumnExists(Expectation expectation, Relation relation) : Evaluator(expectation, relation)
{
    public override void Plan(ScanPlan plan)
    {
        // The columns are known without a scan.
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var position = Relation.Columns.Select(column => column.Name).ToList().IndexOf(Expectation.Column!);
        var success = position >= 0 && (Expectation.Argument("column_index") is not { } index || index.GetDouble() == position);
        return new ExpectationResult(Expectation, success, []);
    }
}
