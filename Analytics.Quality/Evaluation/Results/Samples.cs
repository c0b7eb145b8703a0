using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>Counts of sampled values, as <c>partial_unexpected_counts</c> lists them.</summary>
internal static class Samples
{
    /// <summary>The most common values as <c>{value, count}</c>, by count descending, then value ascending; null where the values cannot be compared with each other, or are nested.</summary>
    /// <param name="values">The sampled values: scalars, or arrays of one scalar per column.</param>
    /// <param name="columns">The columns that the values are from.</param>
    /// <param name="most">How many are listed.</param>
    /// <param name="arrays">Whether they are from pandas' arrays, where a missing time equals nothing, not even itself.</param>
    public static JsonArray? Counts(IReadOnlyList<JsonNode?> values, IReadOnlyList<RelationColumn> columns, int most, bool arrays = false)
    {
        if (columns.Any(column => column.IsNested))
        {
            return null;
        }

        var counts = values
            .Select((value, index) => (Value: value, Key: Key(value, index, columns, arrays)))
            .GroupBy(pair => pair.Key)
            .Select(group => (group.First().Value, Count: group.Count()))
            .OrderByDescending(pair => pair.Count)
            .Take(most)
            .ToList();
        var sorted = PythonOrder.TrySort(counts, (left, right) => left.Count != right.Count ? left.Count > right.Count : IsLess(left.Value, right.Value, columns, arrays));
        return sorted ? [.. counts.Select(pair => (JsonNode)new JsonObject { ["value"] = pair.Value?.DeepClone(), ["count"] = pair.Count })] : null;
    }

    /// <summary>Arrays are compared by their first difference.</summary>
    private static bool? IsLess(JsonNode? left, JsonNode? right, IReadOnlyList<RelationColumn> columns, bool arrays)
    {
        if (left is not JsonArray first || right is not JsonArray second)
        {
            return IsLess(left, right, columns[0]);
        }

        for (var i = 0; i < first.Count; i++)
        {
            var column = columns[Math.Min(i, columns.Count - 1)];
            if (Key(first[i], 0, column, arrays) != Key(second[i], 1, column, arrays))
            {
                return column.Family is ColumnFamily.Boolean && (first[i] is null || second[i] is null) ? null : IsLess(first[i], second[i], column);
            }
        }

        return false;
    }

    /// <summary>A missing time is before and after nothing; infinities, which are texts in JSON, are numbers.</summary>
    private static bool? IsLess(JsonNode? left, JsonNode? right, RelationColumn column) =>
        column.IsTimestamp && (IsMissingTime(left) || IsMissingTime(right)) ? false : PythonOrder.IsLess(Comparable(left, column), Comparable(right, column));

    private static JsonNode? Comparable(JsonNode? value, RelationColumn column) =>
        column.Family is ColumnFamily.Real && value?.GetValueKind() is JsonValueKind.String ? JsonValue.Create(JsonValues.Number(value)) : value;

    private static bool IsMissingTime(JsonNode? value) => value?.GetValueKind() is JsonValueKind.String && value.GetValue<string>() is "NaT";

    private static string Key(JsonNode? value, int index, IReadOnlyList<RelationColumn> columns, bool arrays) => value is JsonArray items
        ? string.Join('\u001f', items.Select((item, i) => Key(item, index, columns[Math.Min(i, columns.Count - 1)], arrays)))
        : Key(value, index, columns[0], arrays);

    /// <summary>Missing texts and Booleans are one value; missing numbers are NaN, which equals nothing, as are missing times of arrays. Zero has no sign.</summary>
    private static string Key(JsonNode? value, int index, RelationColumn column, bool arrays)
    {
        if (value is null)
        {
            return column.Family is ColumnFamily.Integer or ColumnFamily.Real ? $"null {index}" : "null";
        }

        if (arrays && column.IsTimestamp && IsMissingTime(value))
        {
            return $"NaT {index}";
        }

        var text = value.ToJsonString();
        return text is "-0" ? "0" : text;
    }
}
