using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_value_lengths_to_be_between</c> and <c>…_to_equal</c>. Lengths are code points.</summary>
internal sealed class ValueLengths(Expectation expectation, Relation relation) : ColumnValueEvaluator(expectation, relation)
{
    private static readonly RelationColumn Length = new("length", "BIGINT");

    protected override string Expected
    {
        get
        {
            var length = $"length({ColumnText.Sql(Subject, Rows)})";
            return Expectation.Argument("value") is { } exact ? $"{length} = {exact.GetRawText()}" : new Bounds(Expectation).Condition(length, Length);
        }
    }
}
