using System.Text.Json;
using System.Text.RegularExpressions;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>
/// Examples of an identifier stand for many: of <c>u-1024</c> come <c>u-3381</c>, <c>u-0907</c>, ... by other digits.
/// Values of an <c>enum</c> and of other properties stay what they are.
/// </summary>
internal static class ExampleVariants
{
    private const int Wanted = 500;

    public static IReadOnlyList<JsonElement> Of(string name, JsonElement schema, List<JsonElement> values)
    {
        var texts = values.Where(value => value.ValueKind == JsonValueKind.String).Select(value => value.GetString()!).ToList();
        if (!name.EndsWith("_id", StringComparison.Ordinal) || schema.TryGetProperty("enum", out _) || texts.Count < values.Count || !texts.Exists(text => text.Any(char.IsAsciiDigit)))
        {
            return values;
        }

        var random = new Random(Wanted);
        var variants = Enumerable.Range(0, Wanted).Select(i => Vary(texts[i % texts.Count], random)).Where(text => Fits(schema, text)).Distinct(StringComparer.Ordinal).ToArray();
        return variants.Length > values.Count ? [.. JsonSerializer.SerializeToElement(variants).EnumerateArray()] : values;
    }

    private static string Vary(string text, Random random) =>
        string.Concat(text.Select(letter => char.IsAsciiDigit(letter) ? (char)('0' + random.Next(10)) : letter));

    private static bool Fits(JsonElement schema, string text) =>
        !schema.TryGetProperty("pattern", out var pattern)
        || Regex.IsMatch(text, pattern.GetString()!, RegexOptions.ECMAScript | RegexOptions.CultureInvariant, TimeSpan.FromSeconds(1));
}
