using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>Lists, structs and maps as DuckDB writes them as JSON.</summary>
internal static partial class NestedJson
{
    /// <summary>Reads it; a number that is none is null and infinities are texts, as in other results. DuckDB writes all three bare, which no JSON reader takes.</summary>
    public static JsonNode? Parse(string json) => JsonNode.Parse(SpecialOrText().Replace(json, match => match.Value switch
    {
        "NaN" => "null",
        "Infinity" or "-Infinity" => $"\"{match.Value}\"",
        var text => text,
    }));

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|-?Infinity|NaN
        """)]
    private static partial Regex SpecialOrText();
}
