using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>An expectation about two columns of a row; <c>ignore_row_if</c> says which rows are missing.</summary>
internal abstract class PairEvaluator : RowEvaluator
{
    protected PairEvaluator(Expectation expectation, Relation relation)
        : base(expectation, relation) => Columns = [Column("column_A"), Column("column_B")];

    protected RelationColumn A => Columns[0];

    protected RelationColumn B => Columns[1];

    protected override IReadOnlyList<RelationColumn> Columns { get; }

    protected override bool ShowsRows => false;

    protected override bool ShowsArrays => true;

    /// <summary>True of expected pairs; null counts as not expected.</summary>
    protected abstract string Expected { get; }

    protected override string PresentCount => $"count(*){Filter(Present)}";

    public override string Unexpected => Within($"({Present} AND NOT coalesce({Expected}, false))");

    protected override JsonNode Shown(object?[] values) => new JsonArray([A.ArrayJson(values[0]), B.ArrayJson(values[1])]);

    private string Present => IgnoredRows.Present(Expectation, Columns);
}
