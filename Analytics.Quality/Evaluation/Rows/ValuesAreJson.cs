using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Functions;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_values_to_be_json_parseable</c>: what is no text is no JSON.</summary>
internal sealed class ValuesAreJson(Expectation expectation, Relation relation) : ColumnValueEvaluator(expectation, relation)
{
    protected override string Expected => Subject.Family is ColumnFamily.Text ? $"{TextFunctions.Json}({Subject.Sql})" : "false";
}
