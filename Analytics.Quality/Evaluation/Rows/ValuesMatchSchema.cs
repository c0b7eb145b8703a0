using Analytics.Contracts.Suites;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Functions;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// <c>expect_column_values_to_match_json_schema</c>: a text that is no JSON is an error, not an unexpected value. Only rows in question reach the
/// function: DuckDB may evaluate the parts of an AND, and the branches of a CASE, in any order.
/// </summary>
internal sealed class ValuesMatchSchema(Expectation expectation, Relation relation) : ColumnValueEvaluator(expectation, relation)
{
    protected override string Expected => Subject.Family is ColumnFamily.Text
        ? $"coalesce({TextFunctions.Schema}(CASE WHEN {Rows} THEN {Subject.Sql} END, {LakeSql.Literal(Expectation.Argument("json_schema")!.Value.GetRawText())}), true)"
        : "true";

    protected override string? Mismatch => Subject.Family is ColumnFamily.Text ? null : $"The column \"{Subject.Name}\" is of type {Subject.Type}: the JSON object must be str, bytes or bytearray.";
}
