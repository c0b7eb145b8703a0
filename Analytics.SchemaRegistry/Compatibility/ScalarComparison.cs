using Analytics.SchemaRegistry.Compatibility.Shapes;
using static Analytics.SchemaRegistry.Compatibility.ChangeKind;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>Text, numbers and fixed values.</summary>
internal static class ScalarComparison
{
    private static readonly BoundKinds MaxLength = new("maxLength", MaxLengthAdded, MaxLengthRemoved, MaxLengthIncreased, MaxLengthDecreased);
    private static readonly BoundKinds MinLength = new("minLength", MinLengthAdded, MinLengthRemoved, MinLengthIncreased, MinLengthDecreased);
    private static readonly BoundKinds Maximum = new("maximum", MaximumAdded, MaximumRemoved, MaximumIncreased, MaximumDecreased);
    private static readonly BoundKinds Minimum = new("minimum", MinimumAdded, MinimumRemoved, MinimumIncreased, MinimumDecreased);

    private static readonly BoundKinds ExclusiveMaximum =
        new("exclusiveMaximum", ExclusiveMaximumAdded, ExclusiveMaximumRemoved, ExclusiveMaximumIncreased, ExclusiveMaximumDecreased);

    private static readonly BoundKinds ExclusiveMinimum =
        new("exclusiveMinimum", ExclusiveMinimumAdded, ExclusiveMinimumRemoved, ExclusiveMinimumIncreased, ExclusiveMinimumDecreased);

    public static void CompareText(Differences found, TextKeywords original, TextKeywords update)
    {
        MaxLength.Compare(found, original.MaxLength, update.MaxLength);
        MinLength.Compare(found, original.MinLength, update.MinLength);
        if (original.Pattern != update.Pattern)
        {
            found.Add("pattern", original.Pattern is null ? PatternAdded : update.Pattern is null ? PatternRemoved : PatternChanged);
        }
    }

    public static void CompareNumber(Differences found, NumberKeywords original, NumberKeywords update)
    {
        Maximum.Compare(found, original.Maximum, update.Maximum);
        Minimum.Compare(found, original.Minimum, update.Minimum);

        // Confluent's rule looks at the new maximum where it means the new exclusive one; without a maximum it fails, and we take what it means.
        var isLower = update.ExclusiveMaximum < original.ExclusiveMaximum;
        if (!isLower || original.ExclusiveMaximum > (update.Maximum ?? update.ExclusiveMaximum))
        {
            ExclusiveMaximum.Compare(found, original.ExclusiveMaximum, update.ExclusiveMaximum);
        }

        ExclusiveMinimum.Compare(found, original.ExclusiveMinimum, update.ExclusiveMinimum);
        CompareMultipleOf(found, original.MultipleOf, update.MultipleOf);
        if (original.IsInteger != update.IsInteger)
        {
            found.Add(original.IsInteger ? TypeExtended : TypeNarrowed);
        }
    }

    public static void CompareEnum(Differences found, Shape original, Shape update)
    {
        var (before, after) = (original.Values!, update.Values!);
        if (!before.SetEquals(after))
        {
            found.Add("enum", after.IsSupersetOf(before) ? EnumArrayExtended : before.IsSupersetOf(after) ? EnumArrayNarrowed : EnumArrayChanged);
        }
    }

    public static void CompareConst(Differences found, Shape original, Shape update)
    {
        if (!original.Values!.SetEquals(update.Values!))
        {
            found.Add("const", EnumArrayChanged);
        }
    }

    private static void CompareMultipleOf(Differences found, decimal? before, decimal? after)
    {
        if (before is { } old && after is { } now)
        {
            if (old != now)
            {
                found.Add("multipleOf", Divides(old, now) ? MultipleOfExpanded : Divides(now, old) ? MultipleOfReduced : MultipleOfChanged);
            }
        }
        else if (before is not null || after is not null)
        {
            found.Add("multipleOf", before is null ? MultipleOfAdded : MultipleOfRemoved);
        }
    }

    private static bool Divides(decimal divisor, decimal number) => divisor != 0 && number % divisor == 0;
}
