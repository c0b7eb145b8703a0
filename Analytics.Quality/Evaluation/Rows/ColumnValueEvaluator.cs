using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>An expectation about every value of one column; missing values are skipped.</summary>
internal abstract class ColumnValueEvaluator : RowEvaluator
{
    protected ColumnValueEvaluator(Expectation expectation, Relation relation)
        : base(expectation, relation)
    {
        Subject = Column("column");
        Columns = [Subject];
    }

    /// <summary>The column judged.</summary>
    protected RelationColumn Subject { get; }

    /// <summary>True of expected values. It need not hold, nor be false, for missing ones.</summary>
    protected abstract string Expected { get; }

    protected override IReadOnlyList<RelationColumn> Columns { get; }

    /// <summary>NaN is counted apart: DuckDB counts a plain column, and tests <c>isnan</c> once for all, faster than it evaluates a CASE.</summary>
    protected override string PresentCount => Subject.Type is "FLOAT" or "DOUBLE"
        ? $"(count({Subject.Sql}){Filter()} - count(*){Filter($"isnan({Subject.Sql})")})"
        : $"count({Subject.Sql}){Filter()}";

    /// <summary>
    /// A comparison with null is null, which no filter lets through; only NaN has to be named. The comparison comes first: where a file's statistics decide
    /// it, DuckDB drops the rest.
    /// </summary>
    public override string? Unexpected =>
        Within($"(NOT ({Expected}) AND {(Subject.Type is "FLOAT" or "DOUBLE" ? $"NOT isnan({Subject.Sql})" : $"{Subject.Sql} IS NOT NULL")})");
}
