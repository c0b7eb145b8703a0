using Analytics.Contracts.Suites;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Functions;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// <c>expect_column_values_to_match_json_schema</c>: a text that is no JSON is an error, not an unexpected value. Only rows in question are asked: DuckDB
/// may evaluate the parts of an AND in any order.
/// </summary>
internal sealed class ValuesMatchSchema(Expectation expectation, Relation relation) : ColumnValueEvaluator(expectation, relation)
{
    protected override string Expected => Subject.Family is ColumnFamily.Text
        ? $"CASE WHEN {Rows} THEN {TextFunctions.Schema}({Subject.Sql}, {LakeSql.Literal(Expectation.Argument("json_schema")!.Value.GetRawText())}) ELSE true END"
        : "true";

    protected override string? Mismatch => Subject.Family is ColumnFamily.Text ? null : $"The column \"{Subject.Name}\" is of type {Subject.Type}: the JSON object must be str, bytes or bytearray.";
}
