using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_values_to_be_in_set</c> and <c>expect_column_values_to_not_be_in_set</c>.</summary>
internal sealed class ValuesInSet(Expectation expectation, Relation relation, bool within) : ColumnValueEvaluator(expectation, relation)
{
    protected override string Expected => (SqlValue.Set(Expectation.Items("value_set"), Subject), within) switch
    {
        (null, true) => "false",
        (null, false) => "true",
        ({ } set, true) => $"{Subject.Sql} IN ({set})",
        ({ } set, false) => $"{Subject.Sql} NOT IN ({set})",
    };
}
