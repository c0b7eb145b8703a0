using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_values_to_be_null</c>.</summary>
internal sealed class ValuesNull(Expectation expectation, Relation relation) : ColumnValueEvaluator(expectation, relation)
{
    protected override string Expected => Subject.Missing;

    protected override bool CountsMissing => false;

    protected override string UnexpectedCount => PresentCount;

    public override string Unexpected => Within($"(NOT ({Subject.Missing}))");
}
