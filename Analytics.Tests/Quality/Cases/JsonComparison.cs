using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Tests.Quality.Cases;

/// <summary>Compares results: 1 and 1.0 are equal (pandas turns whole numbers with nulls into floats), true and 1 are not.</summary>
internal static class JsonComparison
{
    /// <summary>The first difference as a path and two values, or null.</summary>
    public static string? Difference(JsonNode? expected, JsonNode? actual, string path = "$")
    {
        switch (expected, actual)
        {
            case (JsonObject left, JsonObject right):
                var keys = left.Select(pair => pair.Key).Union(right.Select(pair => pair.Key));
                return keys.Select(key => left.ContainsKey(key) != right.ContainsKey(key)
                        ? $"{path}.{key}: only in {(left.ContainsKey(key) ? "expected" : "actual")}"
                        : Difference(left[key], right[key], $"{path}.{key}"))
                    .FirstOrDefault(difference => difference is not null);
            case (JsonArray left, JsonArray right):
                return left.Count != right.Count
                    ? $"{path}: {left.ToJsonString()} but was {right.ToJsonString()}"
                    : left.Select((item, i) => Difference(item, right[i], $"{path}[{i}]")).FirstOrDefault(difference => difference is not null);
            case (JsonValue left, JsonValue right) when Number(left) is { } a && Number(right) is { } b:
                return Math.Abs(a - b) <= 1e-14 * Math.Abs(a) ? null : $"{path}: {a:R} but was {b:R}";
            default:
                return JsonNode.DeepEquals(expected, actual) ? null : $"{path}: {expected?.ToJsonString() ?? "null"} but was {actual?.ToJsonString() ?? "null"}";
        }
    }

    private static double? Number(JsonValue value) =>
        value.GetValueKind() is JsonValueKind.Number ? double.Parse(value.ToJsonString(), System.Globalization.CultureInfo.InvariantCulture) : null;
}
