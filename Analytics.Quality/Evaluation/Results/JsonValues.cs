using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>Values from DuckDB as JSON.</summary>
internal static class JsonValues
{
    public static JsonNode? Of(object? value) => value switch
    {
        null => null,
        string text => JsonValue.Create(text),
        bool flag => JsonValue.Create(flag),
        double real => Real(real),
        float real => Real(real),
        decimal exact => JsonValue.Create((double)exact),
        BigInteger big when big >= long.MinValue && big <= long.MaxValue => JsonValue.Create((long)big),
        BigInteger big => JsonValue.Create((double)big),
        sbyte or short or int or long or byte or ushort or uint => JsonValue.Create(Convert.ToInt64(value, CultureInfo.InvariantCulture)),
        ulong big => JsonValue.Create(big),
        DateTime time => JsonValue.Create(Time(time)),
        DateTimeOffset time => JsonValue.Create(Time(time.UtcDateTime)),
        DateOnly date => JsonValue.Create(date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture)),
        byte[] bytes => JsonValue.Create(Convert.ToHexStringLower(bytes)),
        IDictionary members => Object(members),
        IEnumerable items => new JsonArray([.. items.Cast<object?>().Select(Of)]),
        _ => JsonValue.Create(Convert.ToString(value, CultureInfo.InvariantCulture)),
    };

    /// <summary>A value as a number: an infinity is text in JSON, a Boolean is 0 or 1; NaN where it is no number.</summary>
    public static double Number(JsonNode value) => value.GetValueKind() switch
    {
        JsonValueKind.Number when value.AsValue().TryGetValue(out long whole) => whole,
        JsonValueKind.Number => value.AsValue().TryGetValue(out double real) ? real : double.Parse(value.ToJsonString(), CultureInfo.InvariantCulture),
        JsonValueKind.True => 1,
        JsonValueKind.False => 0,
        JsonValueKind.String => value.GetValue<string>() switch { "Infinity" => double.PositiveInfinity, "-Infinity" => double.NegativeInfinity, _ => double.NaN },
        _ => double.NaN,
    };

    /// <summary>A struct, or a map by the texts of its keys.</summary>
    private static JsonObject Object(IDictionary members)
    {
        var json = new JsonObject();
        foreach (DictionaryEntry member in members)
        {
            json[Convert.ToString(member.Key, CultureInfo.InvariantCulture)!] = Of(member.Value);
        }

        return json;
    }

    /// <summary>JSON has no infinities; they are written as text.</summary>
    private static JsonValue? Real(double value) => double.IsNaN(value) ? null
        : double.IsInfinity(value) ? JsonValue.Create(value > 0 ? "Infinity" : "-Infinity")
        : JsonValue.Create(value);

    private static string Time(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
