using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_multicolumn_values_to_be_equal</c>: nulls equal each other.</summary>
internal sealed class ColumnsEqual(Expectation expectation, Relation relation) : RecordEvaluator(expectation, relation)
{
    protected override string Expected =>
        $"({string.Join(" AND ", Columns.Skip(1).Select(other => Columns[0].SameAs(other)))})";
}
