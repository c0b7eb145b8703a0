using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Tables;

/// <summary><c>expect_table_row_count_to_be_between</c> and <c>expect_table_row_count_to_equal</c>.</summary>
internal sealed class RowCount(Expectation expectation, Relation relation) : Evaluator(expectation, relation)
{
    private int _count;

    public override void Plan(ScanPlan plan) => _count = plan.Add($"count(*){Filter()}");

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var rows = row.Count(_count);
        return Observed(Expectation.Number("value") is { } exact ? rows == exact : new Bounds(Expectation).Contain(rows), rows);
    }
}
