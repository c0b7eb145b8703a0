using System.Globalization;
using System.Text.Json;
using System.Text.RegularExpressions;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>The keywords of one schema object, each taken as the kind of value that its draft asks for.</summary>
/// <param name="json">The schema object.</param>
/// <param name="path">Where it is, for errors.</param>
internal readonly partial struct KeywordReader(JsonElement json, string path)
{
    private static readonly TimeSpan PatternTime = TimeSpan.FromSeconds(1);

    public JsonElement Json => json;

    public string Path => path;

    public bool Has(string keyword) => json.TryGetProperty(keyword, out _);

    public JsonElement? Maybe(string keyword) => json.TryGetProperty(keyword, out var value) ? value : null;

    public int? Integer(string keyword) => Maybe(keyword) is { } value
        ? value.ValueKind == JsonValueKind.Number && int.TryParse(value.GetRawText(), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number)
            ? number
            : throw Wrong(keyword, "an integer")
        : null;

    public double? Number(string keyword) => Maybe(keyword) is { } value ? value.ValueKind == JsonValueKind.Number ? value.GetDouble() : throw Wrong(keyword, "a number") : null;

    /// <summary>A number as a decimal; one beyond decimals as the nearest of them.</summary>
    public decimal? Decimal(string keyword) => Number(keyword) is not { } number ? null
        : json.GetProperty(keyword).TryGetDecimal(out var exact) ? exact
        : number < 0 ? decimal.MinValue
        : decimal.MaxValue;

    public string? Text(string keyword) => Maybe(keyword) is { } value ? value.ValueKind == JsonValueKind.String ? value.GetString() : throw Wrong(keyword, "a string") : null;

    public bool? Flag(string keyword) => Maybe(keyword) is { } value
        ? value.ValueKind is JsonValueKind.True or JsonValueKind.False ? value.GetBoolean() : throw Wrong(keyword, "a boolean")
        : null;

    public IReadOnlyList<JsonElement>? List(string keyword) => Maybe(keyword) is { } value
        ? value.ValueKind == JsonValueKind.Array ? [.. value.EnumerateArray()] : throw Wrong(keyword, "an array")
        : null;

    /// <summary>The members of an object, in their order.</summary>
    public IReadOnlyList<JsonProperty>? Map(string keyword) => Maybe(keyword) is { } value
        ? value.ValueKind == JsonValueKind.Object ? [.. value.EnumerateObject()] : throw Wrong(keyword, "an object")
        : null;

    public IReadOnlySet<string>? Names(string keyword) => Maybe(keyword) is { } value ? NamesOf(value, keyword) : null;

    public IReadOnlySet<string> NamesOf(JsonElement value, string keyword)
    {
        if (value.ValueKind != JsonValueKind.Array)
        {
            throw Wrong(keyword, "an array of strings");
        }

        var names = new HashSet<string>(StringComparer.Ordinal);
        foreach (var item in value.EnumerateArray())
        {
            names.Add(item.ValueKind == JsonValueKind.String ? item.GetString()! : throw Wrong(keyword, "an array of strings"));
        }

        return names;
    }

    public string? Pattern(string keyword) => Text(keyword) is { } pattern ? Check(pattern, keyword) : null;

    /// <summary>Refuses what is no regular expression. What only Java knows (possessive quantifiers, POSIX classes) is let through.</summary>
    public string Check(string pattern, string keyword)
    {
        try
        {
            _ = new Regex(Possessive().Replace(CharacterClass().Replace(pattern, "a"), "$1"), RegexOptions.None, PatternTime);
            return pattern;
        }
        catch (ArgumentException error)
        {
            throw new SchemaException($"{path}/{keyword}", $"'{pattern}' is not a regular expression: {error.Message}");
        }
    }

    /// <summary>Values in the form in which equal ones are the same text: keys sorted.</summary>
    public static string Canonical(JsonElement value) => SchemaText.Canonical(value.GetRawText(), normalize: true);

    public SchemaException Wrong(string keyword, string wanted) => new($"{path}/{keyword}", $"must be {wanted}");

    [GeneratedRegex(@"(?<!\\)([*+?}])\+")]
    private static partial Regex Possessive();

    [GeneratedRegex(@"\\[pP]\{[^}]*\}")]
    private static partial Regex CharacterClass();
}
