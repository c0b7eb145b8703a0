using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_values_to_not_be_null</c>.</summary>
internal sealed class ValuesNotNull(Expectation expectation, Relation relation) : ColumnValueEvaluator(expectation, relation)
{
    protected override string Expected => $"NOT ({Subject.Missing})";

    protected override bool CountsMissing => false;

    protected override string UnexpectedCount => $"count(*){Filter()} - {PresentCount}";

    public override string Unexpected => Within($"({Subject.Missing})");
}
