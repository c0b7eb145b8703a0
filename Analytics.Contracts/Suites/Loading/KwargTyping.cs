using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites.Catalog;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>
/// Types arguments as Great Expectations does when it loads a suite: a number written as text (<c>"123"</c>) is a number, and 1, <c>"yes"</c> or <c>"true"</c> is true.
/// </summary>
internal static class KwargTyping
{
    private static readonly string[] True = ["true", "t", "yes", "y", "on", "1"];
    private static readonly string[] False = ["false", "f", "no", "n", "off", "0"];

    /// <summary>The arguments, each typed by its definition; those that need nothing, or are unknown, as they are.</summary>
    public static JsonElement Apply(JsonElement kwargs, ExpectationSignature signature)
    {
        var typed = new Dictionary<string, JsonElement>();
        foreach (var argument in kwargs.EnumerateObject())
        {
            if (signature.Find(argument.Name) is { } definition && Typed(argument.Value, definition.Kind) is { } value)
            {
                typed[argument.Name] = JsonSerializer.SerializeToElement(value);
            }
        }

        return typed.Count == 0 ? kwargs : JsonSerializer.SerializeToElement(new JsonObject(kwargs.EnumerateObject()
            .Select(argument => KeyValuePair.Create(argument.Name, JsonNode.Parse((typed.TryGetValue(argument.Name, out var value) ? value : argument.Value).GetRawText())))));
    }

    private static JsonNode? Typed(JsonElement value, KwargKind kind) => kind switch
    {
        KwargKind.Number or KwargKind.Bound or KwargKind.Share or KwargKind.Positive when value.ValueKind is JsonValueKind.String => Number(value.GetString()!),
        KwargKind.Count when value.ValueKind is JsonValueKind.String && long.TryParse(value.GetString(), NumberStyles.Integer, CultureInfo.InvariantCulture, out var whole) => JsonValue.Create(whole),
        KwargKind.Boolean when value.ValueKind is JsonValueKind.Number or JsonValueKind.String => Flag(value.ToString().ToLowerInvariant()),
        _ => null,
    };

    private static JsonNode? Number(string text) =>
        !double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) || !double.IsFinite(number) ? null
        : double.IsInteger(number) && Math.Abs(number) < 1e15 ? JsonNode.Parse(number.ToString("F1", CultureInfo.InvariantCulture)) : JsonValue.Create(number);

    private static JsonValue? Flag(string text) => True.Contains(text) ? JsonValue.Create(true) : False.Contains(text) ? JsonValue.Create(false) : null;
}
