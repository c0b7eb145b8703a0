using System.Text.Json;
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
        ({ } set, false) => $"NOT ({InRange}{Subject.Sql} IN ({set}))",
    };

    /// <summary>The range of the numbers: where a file's statistics tell that none is in it, DuckDB does not look for them.</summary>
    private string InRange
    {
        get
        {
            var numbers = Expectation.Items("value_set").Where(value => value.ValueKind is JsonValueKind.Number).ToArray();
            return Subject.Family is not (ColumnFamily.Integer or ColumnFamily.Real) || numbers.Length == 0 || numbers.Length < Expectation.Items("value_set").Count
                ? ""
                : $"{Subject.Sql} >= {SqlValue.Literal(numbers.MinBy(number => number.GetDouble()), Subject)} AND {Subject.Sql} <= {SqlValue.Literal(numbers.MaxBy(number => number.GetDouble()), Subject)} AND ";
        }
    }
}
