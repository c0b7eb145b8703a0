using System.Runtime.CompilerServices;
using System.Text;

namespace Analytics.Contracts.Parsing;

/// <summary>The keywords that speak of strings, and how values are shown in details.</summary>
internal static class TextRules
{
    private const int ShownBytes = 64;

    /// <summary>Whether a string breaks no keyword.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static bool Holds(ValueRules rules, ReadOnlySpan<byte> text) =>
        (rules.Literals is not { } literals || literals.Has(text))
        && HasLength(rules, text)
        && (rules.Format != StringFormat.Uuid || UuidText.IsValid(text))
        && (rules.Pattern is not { } pattern || pattern.IsMatch(text));

    /// <summary>The keyword that a string breaks; null when it breaks none.</summary>
    public static (string Keyword, string Message)? Explain(ValueRules rules, ReadOnlySpan<byte> text)
    {
        if (rules.Literals is { } literals && !literals.Has(text))
        {
            return (literals.Keyword, literals.Explain(Quote(text)));
        }

        if (rules.MinLength > 0 || rules.MaxLength != int.MaxValue)
        {
            int length = JsonText.CodePoints(text);
            if (length < rules.MinLength)
            {
                return ("minLength", $"{Quote(text)} is shorter than {rules.MinLength}");
            }

            if (length > rules.MaxLength)
            {
                return ("maxLength", $"{Quote(text)} is longer than {rules.MaxLength}");
            }
        }

        if (rules.Format == StringFormat.Uuid && !UuidText.IsValid(text))
        {
            return ("format", $"{Quote(text)} is no uuid");
        }

        return rules.Pattern is { } pattern && !pattern.IsMatch(text)
            ? ("pattern", $"{Quote(text)} does not match {pattern.Pattern}")
            : null;
    }

    private static bool HasLength(ValueRules rules, ReadOnlySpan<byte> text)
    {
        // A code point takes one to four bytes: only what lies between needs counting.
        if (text.Length <= rules.MaxLength && (text.Length + 3) / 4 >= rules.MinLength)
        {
            return true;
        }

        int length = JsonText.CodePoints(text);
        return length >= rules.MinLength && length <= rules.MaxLength;
    }

    public static string Quote(ReadOnlySpan<byte> text) => $"\"{Shorten(text)}\"";

    public static string Shorten(ReadOnlySpan<byte> text) =>
        text.Length <= ShownBytes ? Encoding.UTF8.GetString(text) : Encoding.UTF8.GetString(text[..ShownBytes]) + "…";

    public static string Describe(JsonTypes types)
    {
        List<string> names = [];
        if ((types & JsonTypes.String) != 0)
        {
            names.Add("a string");
        }

        if ((types & JsonTypes.Number) != 0)
        {
            names.Add((types & JsonTypes.Number) == JsonTypes.Integer ? "an integer" : "a number");
        }

        if ((types & JsonTypes.Boolean) != 0)
        {
            names.Add("a boolean");
        }

        if ((types & JsonTypes.Object) != 0)
        {
            names.Add("an object");
        }

        if ((types & JsonTypes.Array) != 0)
        {
            names.Add("an array");
        }

        if ((types & JsonTypes.Null) != 0)
        {
            names.Add("null");
        }

        return string.Join(" or ", names);
    }
}
