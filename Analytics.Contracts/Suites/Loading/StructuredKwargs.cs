using System.Text.Json;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>Arguments that are objects of a fixed shape.</summary>
internal static class StructuredKwargs
{
    public static bool IsQuantileRanges(JsonElement value) =>
        Items(value, "quantiles") is { } quantiles
        && Items(value, "value_ranges") is { } ranges
        && quantiles.Length == ranges.Length
        && quantiles.All(quantile => quantile.ValueKind is JsonValueKind.Number && quantile.GetDouble() is >= 0 and <= 1)
        && ranges.All(range => range.ValueKind is JsonValueKind.Array && range.GetArrayLength() == 2 && range.EnumerateArray().All(IsBound));

    /// <summary>Weights must add up to 1 within 1e-5: they are rounded where people write them.</summary>
    public static bool IsPartition(JsonElement value)
    {
        if (Numbers(value, "weights") is not { } weights)
        {
            return false;
        }

        if (Items(value, "values") is { } values)
        {
            return values.Length == weights.Length && IsWhole(weights.Sum());
        }

        var tails = value.TryGetProperty("tail_weights", out _) ? Numbers(value, "tail_weights") : [0, 0];
        return tails is { Length: 2 }
            && Items(value, "bins") is { } bins
            && bins.Length == weights.Length + 1
            && weights.Length > 0
            && IsAscending([.. bins.Select(PartitionBin.Read)])
            && IsWhole(weights.Sum() + tails.Sum());
    }

    private static bool IsAscending(double[] bins) => bins.Zip(bins.Skip(1), (left, right) => left < right).All(ascending => ascending);

    private static bool IsWhole(double sum) => Math.Abs(sum - 1) <= 1e-5;

    private static bool IsBound(JsonElement bound) => bound.ValueKind is JsonValueKind.Number or JsonValueKind.Null;

    private static double[]? Numbers(JsonElement value, string name) =>
        Items(value, name) is { } items && items.All(item => item.ValueKind is JsonValueKind.Number) ? [.. items.Select(item => item.GetDouble())] : null;

    private static JsonElement[]? Items(JsonElement value, string name) =>
        value.ValueKind is JsonValueKind.Object && value.TryGetProperty(name, out var items) && items.ValueKind is JsonValueKind.Array ? [.. items.EnumerateArray()] : null;
}
