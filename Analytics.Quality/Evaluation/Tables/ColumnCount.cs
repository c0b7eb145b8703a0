using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Tables;

/// <summary><c>expect_table_column_count_to_be_between</c> and <c>expect_table_column_count_to_equal</c>.</summary>
internal sealed class ColumnCount(Expectation expectation, Relation relation) : Evaluator(expectation, relation)
{
    public override void Plan(ScanPlan plan)
    {
        // The columns are known without a scan.
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var columns = Relation.Columns.Count;
        return Observed(Expectation.Number("value") is { } exact ? columns == exact : new Bounds(Expectation).Contain(columns), columns);
    }
}
