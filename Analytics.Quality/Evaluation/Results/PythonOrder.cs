using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>
/// Sorts values as Python's <c>sorted</c> does. It matters for what has no order: a missing number (NaN) is neither less nor greater than any other, so
/// where it ends up depends on the steps of the sort; a missing text cannot be compared with a text at all.
/// </summary>
internal static class PythonOrder
{
    /// <summary>Sorts up to 63 items by the binary insertion that Python uses for short lists; more by the same steps, only slower.</summary>
    /// <param name="items">The items.</param>
    /// <param name="isLess">Whether the first comes before the second; null where they cannot be compared.</param>
    /// <returns>False where two items had to be compared that cannot be.</returns>
    public static bool TrySort<T>(List<T> items, Func<T, T, bool?> isLess)
    {
        if (CountRun(items, isLess) is not { } sorted)
        {
            return false;
        }

        for (var i = sorted; i < items.Count; i++)
        {
            var (item, low, high) = (items[i], 0, i);
            while (low < high)
            {
                var middle = (low + high) >> 1;
                if (isLess(item, items[middle]) is not { } less)
                {
                    return false;
                }

                (low, high) = less ? (low, middle) : (middle + 1, high);
            }

            items.RemoveAt(i);
            items.Insert(low, item);
        }

        return true;
    }

    /// <summary>Whether a scalar is less than another; null where Python raises a TypeError.</summary>
    public static bool? IsLess(JsonNode? left, JsonNode? right) => (Kind(left), Kind(right)) switch
    {
        (JsonValueKind.Number, JsonValueKind.Number) => JsonValues.Number(left!) < JsonValues.Number(right!),
        (JsonValueKind.String, JsonValueKind.String) => CompareCodePoints(left!.GetValue<string>(), right!.GetValue<string>()) < 0,
        (JsonValueKind.Null, JsonValueKind.Null or JsonValueKind.Number) or (JsonValueKind.Number, JsonValueKind.Null) => false,
        _ => null,
    };

    /// <summary>The length of the ascending run at the start, a strictly descending one turned round; null where items cannot be compared.</summary>
    private static int? CountRun<T>(List<T> items, Func<T, T, bool?> isLess)
    {
        if (items.Count < 2)
        {
            return items.Count;
        }

        if (isLess(items[1], items[0]) is not { } descending)
        {
            return null;
        }

        var run = 2;
        for (; run < items.Count; run++)
        {
            if (isLess(items[run], items[run - 1]) is not { } less)
            {
                return null;
            }

            if (less != descending)
            {
                break;
            }
        }

        if (descending)
        {
            items.Reverse(0, run);
        }

        return run;
    }

    /// <summary>By code points, as UTF-8 sorts and UTF-16 does not: an emoji comes after all of the basic plane.</summary>
    private static int CompareCodePoints(string left, string right) =>
        Encoding.UTF8.GetBytes(left).AsSpan().SequenceCompareTo(Encoding.UTF8.GetBytes(right));

    /// <summary>A Boolean is a number, as in Python.</summary>
    private static JsonValueKind Kind(JsonNode? node) =>
        node?.GetValueKind() is not { } kind ? JsonValueKind.Null : kind is JsonValueKind.True or JsonValueKind.False ? JsonValueKind.Number : kind;
}
