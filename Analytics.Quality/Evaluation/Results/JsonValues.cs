using System.Globalization;
using System.Numerics;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Xml;

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
        TimeOnly time => JsonValue.Create(time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "HH:mm:ss" : "HH:mm:ss.ffffff", CultureInfo.InvariantCulture)),
        TimeSpan span => JsonValue.Create(XmlConvert.ToString(span)),
        byte[] bytes => JsonValue.Create(Bytes(bytes)),
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

    /// <summary>Bytes as Python writes them: <c>b'a\xff'</c>.</summary>
    private static string Bytes(byte[] bytes)
    {
        var quote = bytes.Contains((byte)'\'') && !bytes.Contains((byte)'"') ? '"' : '\'';
        var text = new StringBuilder("b").Append(quote);
        foreach (var value in bytes)
        {
            _ = (char)value switch
            {
                '\t' => text.Append("\\t"),
                '\n' => text.Append("\\n"),
                '\r' => text.Append("\\r"),
                '\\' => text.Append("\\\\"),
                var same when same == quote => text.Append('\\').Append(same),
                var shown and >= ' ' and <= '~' => text.Append(shown),
                _ => text.Append(CultureInfo.InvariantCulture, $"\\x{value:x2}"),
            };
        }

        return text.Append(quote).ToString();
    }

    /// <summary>JSON has no infinities; they are written as text.</summary>
    private static JsonValue? Real(double value) => double.IsNaN(value) ? null
        : double.IsInfinity(value) ? JsonValue.Create(value > 0 ? "Infinity" : "-Infinity")
        : JsonValue.Create(value);

    private static string Time(DateTime time) =>
        time.ToString(time.Ticks % TimeSpan.TicksPerSecond == 0 ? "yyyy-MM-ddTHH:mm:ss" : "yyyy-MM-ddTHH:mm:ss.ffffff", CultureInfo.InvariantCulture);
}
