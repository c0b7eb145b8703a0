using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace Analytics.Quality.Evaluation.Functions;

/// <summary>JSON as Python's <c>json.loads</c> takes it: NaN and Infinity are numbers.</summary>
internal static partial class JsonText
{
    private static readonly JsonDocumentOptions Deep = new() { MaxDepth = 1000 };

    /// <summary>Whether a text is JSON.</summary>
    public static bool IsValid(string text) => TryParse(text, out _);

    /// <summary>Parses a text; NaN and infinities become 0, which are numbers as well.</summary>
    public static bool TryParse(string text, out JsonNode? node)
    {
        try
        {
            node = JsonNode.Parse(text, documentOptions: Deep);
            return true;
        }
        catch (JsonException)
        {
            node = null;
        }

        var plain = NotFinite().Replace(text, match => match.Value[0] is '"' ? match.Value : "0");
        return plain != text && TryParse(plain, out node);
    }

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|-?Infinity|NaN
        """)]
    private static partial Regex NotFinite();
}
