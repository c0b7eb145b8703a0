using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_multicolumn_sum_to_equal</c>: a row with a null has no sum.</summary>
internal sealed class ColumnsSum : RecordEvaluator
{
    public ColumnsSum(Expectation expectation, Relation relation)
        : base(expectation, relation)
    {
        if (HasTextsOnly)
        {
            return;
        }

        if (Columns.FirstOrDefault(column => column.Family is not (ColumnFamily.Integer or ColumnFamily.Real or ColumnFamily.Boolean)) is { } other)
        {
            throw new DataMismatchException($"Cannot compute the sum with column \"{other.Name}\": its type {other.Type} has no numbers.");
        }
    }

    /// <summary>pandas adds texts up to one text, which no number equals.</summary>
    private bool HasTextsOnly => Columns.All(column => column.Type is "VARCHAR");

    /// <summary>Doubles added from left to right, as Great Expectations adds them: 0.1 + 0.2 is not 0.3.</summary>
    protected override string Expected => HasTextsOnly ? "false"
        : $"({string.Join(" + ", Columns.Select(column => $"CAST({column.Numeric} AS DOUBLE)"))}) = {SqlValue.Real(Expectation.Argument("sum_total")!.Value)}";
}
