using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>An expectation about several columns of a row; <c>ignore_row_if</c> says which rows are missing.</summary>
internal abstract class RecordEvaluator : RowEvaluator
{
    protected RecordEvaluator(Expectation expectation, Relation relation)
        : base(expectation, relation) =>
        Columns = [.. expectation.Items("column_list").Select(item => Named(item.GetString()!))];

    /// <summary>True of expected rows; null counts as not expected.</summary>
    protected abstract string Expected { get; }

    public override string Unexpected => Within($"({Present} AND NOT coalesce({Expected}, false))");

    protected override IReadOnlyList<RelationColumn> Columns { get; }

    protected override string PresentCount => $"count(*){Filter(Present)}";

    private string Present => IgnoredRows.Present(Expectation, Columns);

    /// <summary>A column that is listed twice is shown once.</summary>
    protected override JsonNode Shown(object?[] values) =>
        new JsonObject(Columns.Zip(values).DistinctBy(pair => pair.First.Name).Select(pair => KeyValuePair.Create(pair.First.Name, pair.First.Json(pair.Second))));

    protected override JsonNode Counted(object?[] values) => new JsonArray([.. Columns.Zip(values, (column, value) => column.Json(value))]);
}
