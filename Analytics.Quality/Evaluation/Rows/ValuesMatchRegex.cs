using Analytics.Contracts.Suites;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_values_to_match_regex</c> and <c>…_not_match_regex</c>: a search, not anchored; numbers are matched as text.</summary>
internal sealed class ValuesMatchRegex(Expectation expectation, Relation relation, bool matching) : ColumnValueEvaluator(expectation, relation)
{
    protected override string Expected
    {
        get
        {
            var text = Subject.Family is ColumnFamily.Text ? Subject.Sql : $"CAST({Subject.Sql} AS VARCHAR)";
            return $"{(matching ? "" : "NOT ")}regexp_matches({text}, {LakeSql.Literal(Expectation.Text("regex")!)})";
        }
    }
}
