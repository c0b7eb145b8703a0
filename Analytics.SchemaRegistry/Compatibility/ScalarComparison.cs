using System.Text.Json.Nodes;
using Analytics.SchemaRegistry.Compatibility.Shapes;
using static Analytics.SchemaRegistry.Compatibility.ChangeKind;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>Text, numbers and fixed values.</summary>
internal static class ScalarComparison
{
    private static readonly BoundKinds MaxLength = new("maxLength", MaxLengthAdded, MaxLengthRemoved, MaxLengthIncreased, MaxLengthDecreased);
    private static readonly BoundKinds MinLength = new("minLength", MinLengthAdded, MinLengthRemoved, MinLengthIncreased, MinLengthDecreased);

    private static readonly BoundKinds[] NumberBounds =
    [
        new("maximum", MaximumAdded, MaximumRemoved, MaximumIncreased, MaximumDecreased),
        new("minimum", MinimumAdded, MinimumRemoved, MinimumIncreased, MinimumDecreased),
        new("exclusiveMaximum", ExclusiveMaximumAdded, ExclusiveMaximumRemoved, ExclusiveMaximumIncreased, ExclusiveMaximumDecreased),
        new("exclusiveMinimum", ExclusiveMinimumAdded, ExclusiveMinimumRemoved, ExclusiveMinimumIncreased, ExclusiveMinimumDecreased),
    ];

    public static void CompareText(Differences found, Shape original, Shape update)
    {
        MaxLength.Compare(found, original, update);
        MinLength.Compare(found, original, update);
        var (before, after) = (original.Text("pattern"), update.Text("pattern"));
        if (before != after)
        {
            found.Add("pattern", before is null ? PatternAdded : after is null ? PatternRemoved : PatternChanged);
        }
    }

    public static void CompareNumber(Differences found, Shape original, Shape update)
    {
        foreach (var bound in NumberBounds)
        {
            bound.Compare(found, original, update);
        }

        CompareMultipleOf(found, original.Number("multipleOf"), update.Number("multipleOf"));
        var (wasInteger, isInteger) = (original.Text("type") == "integer", update.Text("type") == "integer");
        if (wasInteger != isInteger)
        {
            found.Add(wasInteger ? TypeExtended : TypeNarrowed);
        }
    }

    public static void CompareValues(Differences found, Shape original, Shape update)
    {
        var keyword = original.Kind == ShapeKind.Enum ? "enum" : "const";
        var (before, after) = (Values(original.Keywords[keyword], keyword), Values(update.Keywords[keyword], keyword));
        if (!before.SetEquals(after))
        {
            found.Add(keyword, after.IsSupersetOf(before) ? EnumArrayExtended : before.IsSupersetOf(after) ? EnumArrayNarrowed : EnumArrayChanged);
        }
    }

    private static void CompareMultipleOf(Differences found, double? before, double? after)
    {
        if (before is { } old && after is { } now)
        {
            if (!old.Equals(now))
            {
                found.Add("multipleOf", Divides(old, now) ? MultipleOfExpanded : Divides(now, old) ? MultipleOfReduced : MultipleOfChanged);
            }
        }
        else if (before is not null || after is not null)
        {
            found.Add("multipleOf", before is null ? MultipleOfAdded : MultipleOfRemoved);
        }
    }

    private static bool Divides(double divisor, double number) => (long)divisor != 0 && (long)number % (long)divisor == 0;

    private static HashSet<string> Values(JsonNode? node, string keyword)
    {
        var values = keyword == "enum" && node is JsonArray list ? list : Enumerable.Repeat(node, 1);
        return values.Select(value => value?.ToJsonString() ?? "null").ToHashSet(StringComparer.Ordinal);
    }
}
