using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>An expectation about texts only: another column is refused, as Great Expectations does.</summary>
internal sealed class TextEvaluator : ColumnValueEvaluator
{
    /// <param name="expectation">The expectation.</param>
    /// <param name="relation">The data.</param>
    /// <param name="expected">The condition over the column's SQL.</param>
    public TextEvaluator(Expectation expectation, Relation relation, Func<string, string> expected)
        : base(expectation, relation)
    {
        Mismatch = Subject.Family is ColumnFamily.Text ? null
            : $"Values passed to {expectation.Type} must be of type string.\nIf you want to validate a column of dates or timestamps, please call the expectation before converting from string format.";
        Expected = Mismatch is null ? expected(Subject.Sql) : "true";
    }

    protected override string? Mismatch { get; }

    protected override string Expected { get; }
}
