using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_select_column_values_to_be_unique_within_record</c>: the columns of a row differ from each other; nulls are equal.</summary>
internal sealed class ColumnsUniqueWithinRecord : RowEvaluator
{
    public ColumnsUniqueWithinRecord(Expectation expectation, Relation relation)
        : base(expectation, relation) =>
        Columns = [.. expectation.Items("column_list").Select(item => Named(item.GetString()!))];

    public override string Unexpected => Within($"({Present} AND ({string.Join(" OR ", Pairs())}))");

    protected override IReadOnlyList<RelationColumn> Columns { get; }

    protected override string PresentCount => $"count(*){Filter(Present)}";

    private string Present => IgnoredRows.Present(Expectation, Columns);

    protected override JsonNode Shown(object?[] values) =>
        new JsonObject(Columns.Zip(values, (column, value) => KeyValuePair.Create(column.Name, JsonValues.Of(value))));

    protected override JsonNode Counted(object?[] values) => new JsonArray([.. values.Select(JsonValues.Of)]);

    private IEnumerable<string> Pairs() =>
        Columns.SelectMany((left, i) => Columns.Skip(i + 1).Select(right => $"{left.Present} IS NOT DISTINCT FROM {right.Present}"));
}
