using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_compound_columns_to_be_unique</c>: nulls of a key equal each other.</summary>
internal sealed class CompoundColumnsUnique : DuplicateRows
{
    public CompoundColumnsUnique(Expectation expectation, Relation relation)
        : base(expectation, relation) =>
        Columns = [.. expectation.Items("column_list").Select(item => Named(item.GetString()!))];

    protected override IReadOnlyList<RelationColumn> Columns { get; }

    /// <summary>A struct compares null fields as equal.</summary>
    protected override string Key => $"CASE WHEN {Present} THEN {{{string.Join(", ", Columns.Select((column, i) => $"k{i}: {column.Present}"))}}} END";

    protected override string Present => IgnoredRows.Present(Expectation, Columns);

    protected override JsonNode Shown(object?[] values) =>
        new JsonObject(Columns.Zip(values, (column, value) => KeyValuePair.Create(column.Name, column.Json(value))));

    protected override JsonNode Counted(object?[] values) => new JsonArray([.. Columns.Zip(values, (column, value) => column.Json(value))]);
}
