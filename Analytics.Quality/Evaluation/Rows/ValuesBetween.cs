using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_values_to_be_between</c>.</summary>
internal sealed class ValuesBetween(Expectation expectation, Relation relation) : ColumnValueEvaluator(expectation, relation)
{
    protected override string Expected => new Bounds(Expectation).Condition(Subject.Sql, Subject);
}
