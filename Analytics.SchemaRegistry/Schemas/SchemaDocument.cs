using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.SchemaRegistry.Errors;

namespace Analytics.SchemaRegistry.Schemas;

/// <summary>
/// A schema as the registry knows it. Two are the same when their text is the same after it was written anew without white space:
/// escapes such as <c>\u0041</c> and repeated keys vanish, the order of keys stays and counts.
/// </summary>
/// <param name="Text">The compact text.</param>
/// <param name="References">The schemas it refers to.</param>
internal sealed record SchemaDocument(string Text, IReadOnlyList<SchemaReference> References)
{
    /// <summary>A Kafka record's default limit, which is Confluent's: its registry stores a schema as one record.</summary>
    public const int MaxBytes = 1_000_000;

    private const int MaxDepth = 500;

    private static readonly JsonDocumentOptions ParseOptions = new() { MaxDepth = MaxDepth };

    private static readonly JsonWriterOptions WriteOptions = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, MaxDepth = MaxDepth };

    /// <summary>What makes two documents the same schema.</summary>
    public string Identity => References.Count == 0
        ? Text
        : Text + string.Concat(References.Select(reference => $"\n{reference.Name}\t{reference.Subject}\t{reference.Version}"));

    /// <summary>Parses and checks a schema.</summary>
    /// <param name="text">The schema as it was sent.</param>
    /// <param name="references">The schemas it refers to.</param>
    /// <param name="normalize">Whether to sort keys at every level.</param>
    /// <exception cref="RegistryProblem">Not JSON, not a JSON Schema, or too large.</exception>
    public static SchemaDocument Parse(string text, IReadOnlyList<SchemaReference> references, bool normalize)
    {
        if (Encoding.UTF8.GetByteCount(text) > MaxBytes)
        {
            throw Problems.SchemaTooLarge(MaxBytes);
        }

        JsonDocument document;
        try
        {
            document = JsonDocument.Parse(text, ParseOptions);
        }
        catch (JsonException error)
        {
            throw Problems.InvalidSchema(error.Message);
        }

        using (document)
        {
            SchemaRules.Check(document.RootElement);
            return new SchemaDocument(Write(document.RootElement, normalize), references);
        }
    }

    private static string Write(JsonElement root, bool normalize)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(buffer, WriteOptions))
        {
            Write(writer, root, normalize);
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    private static void Write(Utf8JsonWriter writer, JsonElement element, bool normalize)
    {
        switch (element.ValueKind)
        {
            case JsonValueKind.Object:
                writer.WriteStartObject();
                foreach (var (name, value) in Properties(element, normalize))
                {
                    writer.WritePropertyName(name);
                    Write(writer, value, normalize);
                }

                writer.WriteEndObject();
                break;
            case JsonValueKind.Array:
                writer.WriteStartArray();
                foreach (var item in element.EnumerateArray())
                {
                    Write(writer, item, normalize);
                }

                writer.WriteEndArray();
                break;
            case JsonValueKind.String:
                writer.WriteStringValue(element.GetString());
                break;
            default:
                writer.WriteRawValue(element.GetRawText());
                break;
        }
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
