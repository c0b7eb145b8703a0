using System.Globalization;
using System.Text.Json;
using Analytics.SchemaRegistry.Errors;

namespace Analytics.SchemaRegistry.Api;

/// <summary>
/// A JSON object in a request. Values are taken as Confluent's server takes them: a number where text is expected is that text,
/// text where a number is expected is that number, unknown members are ignored, a repeated one counts as its last.
/// </summary>
internal readonly struct RequestBody
{
    private static readonly JsonReaderOptions Options = new() { AllowMultipleValues = true, MaxDepth = 1000 };

    private readonly JsonElement _object;

    private RequestBody(JsonElement value) => _object = value;

    /// <summary>Reads a body.</summary>
    /// <exception cref="RegistryProblem">400 when it is not a JSON object, 422 when it is empty or null.</exception>
    public static RequestBody Read(ReadOnlySpan<byte> body)
    {
        if (body.Trim(" \t\r\n"u8).IsEmpty)
        {
            throw Problems.EmptyBody();
        }

        try
        {
            var reader = new Utf8JsonReader(body, Options);
            return JsonElement.ParseValue(ref reader) switch
            {
                { ValueKind: JsonValueKind.Object } value => new RequestBody(value),
                { ValueKind: JsonValueKind.Null } => throw Problems.EmptyBody(),
                var other => throw Problems.BadRequest($"The request body must be a JSON object, not {Kind(other)}"),
            };
        }
        catch (JsonException error)
        {
            throw Problems.BadRequest($"Invalid JSON in the request body: {error.Message}");
        }
    }

    public bool Has(string name) => _object.TryGetProperty(name, out _);

    public string? Text(string name) => _object.TryGetProperty(name, out var value) ? TextOf(value, name) : null;

    public int? Number(string name)
    {
        if (!_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null)
        {
            return null;
        }

        var text = value.ValueKind switch
        {
            JsonValueKind.Number => value.GetRawText(),
            JsonValueKind.String => Decode(value, name).Trim(),
            _ => throw Wrong(name, "a number", value),
        };
        if (text.Length == 0)
        {
            return null;
        }

        var style = value.ValueKind == JsonValueKind.Number ? NumberStyles.Float : NumberStyles.AllowLeadingSign;
        return decimal.TryParse(text, style, CultureInfo.InvariantCulture, out var number) && Math.Truncate(number) is >= int.MinValue and <= int.MaxValue
            ? (int)number
            : throw Wrong(name, "a 32-bit integer", value);
    }

    public bool? Flag(string name) => !_object.TryGetProperty(name, out var value) ? null : value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.True => true,
        JsonValueKind.False => false,
        JsonValueKind.Number => value.GetRawText() != "0",
        JsonValueKind.String when Decode(value, name).Trim() is var text => text switch
        {
            "" => null,
            "true" or "True" or "TRUE" => true,
            "false" or "False" or "FALSE" => false,
            _ => throw Wrong(name, "true or false", value),
        },
        _ => throw Wrong(name, "true or false", value),
    };

    /// <summary>A member that is an object; null when it is absent or null.</summary>
    public RequestBody? Object(string name) => Member(name, JsonValueKind.Object, "an object") is { } value ? new RequestBody(value) : null;

    /// <summary>A member that is a list of objects.</summary>
    public IReadOnlyList<RequestBody>? Objects(string name) => Member(name, JsonValueKind.Array, "an array") is { } list
        ? [.. list.EnumerateArray().Select(item => item.ValueKind == JsonValueKind.Object ? new RequestBody(item) : throw Wrong(name, "an array of objects", item))]
        : null;

    /// <summary>A member that is a list of texts.</summary>
    public IReadOnlyList<string>? Texts(string name) => Member(name, JsonValueKind.Array, "an array") is { } list ? TextsOf(list, name) : null;

    /// <summary>A member that maps names to texts.</summary>
    public IReadOnlyDictionary<string, string>? Map(string name) =>
        Member(name, JsonValueKind.Object, "an object") is { } map ? MapOf(map, value => TextOf(value, name) ?? throw Wrong(name, "an object of texts", value)) : null;

    /// <summary>A member that maps names to lists of texts.</summary>
    public IReadOnlyDictionary<string, IReadOnlyList<string>>? Lists(string name) => Member(name, JsonValueKind.Object, "an object") is { } map
        ? MapOf<IReadOnlyList<string>>(map, value => value.ValueKind == JsonValueKind.Array ? TextsOf(value, name) : throw Wrong(name, "an object of arrays", value))
        : null;

    private JsonElement? Member(string name, JsonValueKind kind, string wanted) =>
        !_object.TryGetProperty(name, out var value) || value.ValueKind == JsonValueKind.Null ? null
        : value.ValueKind == kind ? value
        : throw Wrong(name, wanted, value);

    private static Dictionary<string, T> MapOf<T>(JsonElement map, Func<JsonElement, T> read)
    {
        var values = new Dictionary<string, T>(StringComparer.Ordinal);
        foreach (var member in map.EnumerateObject())
        {
            values[member.Name] = read(member.Value);
        }

        return values;
    }

    private static List<string> TextsOf(JsonElement list, string name) =>
        [.. list.EnumerateArray().Select(item => TextOf(item, name) ?? throw Wrong(name, "an array of texts", item))];

    private static string? TextOf(JsonElement value, string name) => value.ValueKind switch
    {
        JsonValueKind.Null => null,
        JsonValueKind.String => Decode(value, name),
        JsonValueKind.Number or JsonValueKind.True or JsonValueKind.False => value.GetRawText(),
        _ => throw Wrong(name, "text", value),
    };

    private static string Decode(JsonElement value, string name)
    {
        try
        {
            return value.GetString()!;
        }
        catch (InvalidOperationException)
        {
            throw Problems.BadRequest($"'{name}' is not valid Unicode");
        }
    }

    private static RegistryProblem Wrong(string name, string wanted, JsonElement value) => Problems.BadRequest($"'{name}' must be {wanted}, not {Kind(value)}");

    private static string Kind(JsonElement value) => value.ValueKind switch
    {
        JsonValueKind.Object => "an object",
        JsonValueKind.Array => "an array",
        JsonValueKind.Null => "null",
        JsonValueKind.String => "text",
        JsonValueKind.Number => "a number",
        _ => "a boolean",
    };
}
