using System.Text.Json;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_pair_values_to_be_in_set</c>: a null of the set stands for a missing value.</summary>
internal sealed class PairInSet(Expectation expectation, Relation relation) : PairEvaluator(expectation, relation)
{
    protected override string Expected
    {
        get
        {
            var pairs = Expectation.Items("value_pairs_set").Select(pair => (a: Same(pair[0], A), b: Same(pair[1], B)))
                .Where(pair => pair is { a: not null, b: not null })
                .Select(pair => $"({pair.a} AND {pair.b})")
                .Distinct()
                .ToArray();
            return pairs.Length == 0 ? "false" : $"({string.Join(" OR ", pairs)})";
        }
    }

    private static string? Same(JsonElement value, RelationColumn column) =>
        value.ValueKind is JsonValueKind.Null ? column.Missing : SqlValue.Literal(value, column) is { } literal ? $"{column.Present} = {literal}" : null;
}
