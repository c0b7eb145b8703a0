using System.Globalization;
using System.Text;
using System.Text.Json;
using Analytics.SchemaRegistry.Errors;

namespace Analytics.SchemaRegistry.Schemas;

/// <summary>
/// The text of a schema as it is stored. Two are the same when their text is the same after it was written anew without white space:
/// escapes such as <c>\u0041</c> and repeated keys vanish, the order of keys stays and counts.
/// </summary>
internal static class SchemaText
{
    /// <summary>A Kafka record's default limit, which is Confluent's: its registry stores a schema as one record.</summary>
    public const int MaxBytes = 1_000_000;

    /// <summary>How deep a schema may nest; its readers go down one call at a time.</summary>
    public const int MaxDepth = 1000;

    private static readonly JsonReaderOptions ReadOptions = new() { MaxDepth = MaxDepth, AllowMultipleValues = true };

    /// <summary>Parses a schema and writes it in compact form.</summary>
    /// <param name="text">The schema as it was sent; what follows its first value is ignored.</param>
    /// <param name="normalize">Whether to sort keys at every level.</param>
    /// <exception cref="RegistryProblem">42201: not JSON; 42209: too large.</exception>
    public static string Canonical(string text, bool normalize)
    {
        var bytes = Encoding.UTF8.GetBytes(text);
        if (bytes.Length > MaxBytes)
        {
            throw Problems.SchemaTooLarge();
        }

        try
        {
            var reader = new Utf8JsonReader(bytes, ReadOptions);
            using var document = JsonDocument.ParseValue(ref reader);
            var canonical = new StringBuilder(bytes.Length);
            Write(canonical, document.RootElement, normalize);
            return canonical.ToString();
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            // InvalidOperationException: half of a surrogate pair, escaped.
            throw Problems.UnreadableSchema($"Invalid JSON schema: {error.Message}");
        }
    }

    private static void Write(StringBuilder text, JsonElement element, bool normalize)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                var separator = '{';
                foreach (var (name, value) in Properties(element, normalize))
                {
                    Quote(text.Append(separator), name);
                    Write(text.Append(':'), value, normalize);
                    separator = ',';
                }

                text.Append(separator == '{' ? "{}" : "}");
                break;
            case JsonValueKind.Array:
                var before = '[';
                foreach (var item in element.EnumerateArray())
                {
                    Write(text.Append(before), item, normalize);
                    before = ',';
                }

                text.Append(before == '[' ? "[]" : "]");
                break;
            case JsonValueKind.String:
                Quote(text, element.GetString()!);
                break;
            case JsonValueKind.Number:
                text.Append(NumberText.Canonical(element.GetRawText()));
                break;
            default:
                text.Append(element.GetRawText());
                break;
        }
    }

    /// <summary>Only what JSON demands is escaped.</summary>
    private static void Quote(StringBuilder text, string value)
    {
        text.Append('"');
        foreach (var character in value)
        {
            _ = character switch
            {
                '"' => text.Append("\\\""),
                '\\' => text.Append("\\\\"),
                '\b' => text.Append("\\b"),
                '\f' => text.Append("\\f"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\t' => text.Append("\\t"),
                < ' ' => text.Append(CultureInfo.InvariantCulture, $"\\u{(int)character:X4}"),
                _ => text.Append(character),
            };
        }

        text.Append('"');
    }

    /// <summary>A repeated key keeps its first place and takes its last value.</summary>
    private static IEnumerable<KeyValuePair<string, JsonElement>> Properties(JsonElement element, bool sorted)
    {
        var values = new OrderedDictionary<string, JsonElement>(StringComparer.Ordinal);
        foreach (var property in element.EnumerateObject())
        {
            values[property.Name] = property.Value;
        }

        return sorted ? values.OrderBy(pair => pair.Key, StringComparer.Ordinal) : values;
    }
}
