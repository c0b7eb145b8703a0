using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary>
/// <c>expect_column_proportion_of_unique_values_to_be_between</c> and <c>expect_column_proportion_of_non_null_values_to_be_between</c>:
/// one count over another, 0 where there is nothing to divide by.
/// </summary>
internal sealed class ColumnShare : Evaluator
{
    private readonly string _part;
    private readonly string _whole;
    private int _partSlot;
    private int _wholeSlot;

    private ColumnShare(Expectation expectation, Relation relation, string part, string whole)
        : base(expectation, relation) => (_part, _whole) = (part, whole);

    /// <summary>Distinct values per value that is not null.</summary>
    public static ColumnShare OfUnique(Expectation expectation, Relation relation) =>
        Create(expectation, relation, column => ($"count(DISTINCT {column.Present})", $"count({column.Present})"));

    /// <summary>Values that are not null per row.</summary>
    public static ColumnShare OfPresent(Expectation expectation, Relation relation) =>
        Create(expectation, relation, column => ($"count({column.Present})", "count(*)"));

    public override void Plan(ScanPlan plan)
    {
        _partSlot = plan.Add(_part + Filter());
        _wholeSlot = plan.Add(_whole + Filter());
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var whole = row.Count(_wholeSlot);
        var share = whole == 0 ? 0 : (double)row.Count(_partSlot) / whole;
        return Observed(new Bounds(Expectation).Contain(share), JsonValue.Create(share));
    }

    private static ColumnShare Create(Expectation expectation, Relation relation, Func<RelationColumn, (string Part, string Whole)> counts)
    {
        var name = expectation.Column!;
        var column = relation.Find(name) ?? throw DataMismatchException.NoColumn(name);
        var (part, whole) = counts(column);
        return new ColumnShare(expectation, relation, part, whole);
    }
}
