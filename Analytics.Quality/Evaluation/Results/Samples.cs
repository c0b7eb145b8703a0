using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>Counts of sampled values, as <c>partial_unexpected_counts</c> lists them.</summary>
internal static class Samples
{
    /// <summary><c>{value, count}</c> by count descending, then value ascending; null where the values cannot be compared with each other.</summary>
    /// <param name="values">The sampled values: scalars or arrays of scalars.</param>
    /// <param name="nullsAreEqual">Nulls of text are one value; nulls of numbers are NaN, which equals nothing.</param>
    public static JsonArray? Counts(IReadOnlyList<JsonNode?> values, bool nullsAreEqual)
    {
        if (nullsAreEqual && values.Any(value => value is JsonArray && HasNull(value)))
        {
            return null;
        }

        var counts = values
            .Select((value, index) => (value, key: (value?.ToJsonString() ?? "null") + (HasNull(value) && !nullsAreEqual ? $" {index}" : "")))
            .GroupBy(pair => pair.key)
            .Select(group => (group.First().value, count: group.Count()))
            .OrderByDescending(pair => pair.count)
            .ThenBy(pair => pair.value, Comparer<JsonNode?>.Create(Compare));
        return [.. counts.Select(pair => (JsonNode)new JsonObject { ["value"] = pair.value?.DeepClone(), ["count"] = pair.count })];
    }

    private static bool HasNull(JsonNode? value) => value is null || (value is JsonArray items && items.Any(item => item is null));

    private static int Compare(JsonNode? left, JsonNode? right)
    {
        if (left is JsonArray first && right is JsonArray second)
        {
            return first.Zip(second, Compare).FirstOrDefault(order => order != 0);
        }

        return (left?.GetValueKind(), right?.GetValueKind()) switch
        {
            (JsonValueKind.Number, JsonValueKind.Number) => Number(left!).CompareTo(Number(right!)),
            (JsonValueKind.String, JsonValueKind.String) => string.CompareOrdinal(left!.GetValue<string>(), right!.GetValue<string>()),
            (JsonValueKind.True or JsonValueKind.False, JsonValueKind.True or JsonValueKind.False) => left!.GetValue<bool>().CompareTo(right!.GetValue<bool>()),
            _ => 0,
        };
    }

    private static double Number(JsonNode node) => node.AsValue().TryGetValue(out long whole) ? whole : node.GetValue<double>();
}
