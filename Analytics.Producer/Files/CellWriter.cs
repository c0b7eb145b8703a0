using System.Buffers.Text;
using System.Globalization;
using System.Text;
using System.Text.Json;

namespace Analytics.Producer.Files;

/// <summary>Writes one cell as JSON. What does not look like the type that the schema asks for is written as the text it is: the pipeline dead-letters it.</summary>
internal static class CellWriter
{
    private const long TicksPerMicrosecond = TimeSpan.TicksPerMicrosecond;
    private const long MinMicros = -62_135_596_800_000_000;
    private const long MaxMicros = 253_402_300_799_999_999;

    public static void WriteTime(Utf8JsonWriter writer, long micros)
    {
        if (micros is < MinMicros or > MaxMicros)
        {
            writer.WriteNumberValue(micros);
            return;
        }

        // 2026-01-31T23:59:59.123456Z, without the fraction when it is zero.
        Span<byte> text = stackalloc byte[33];
        var instant = new DateTime(DateTime.UnixEpoch.Ticks + (micros * TicksPerMicrosecond), DateTimeKind.Utc);
        Utf8Formatter.TryFormat(instant, text, out _, new System.Buffers.StandardFormat('O'));
        var whole = micros % 1_000_000 == 0;
        var length = whole ? 19 : 26;
        text[length] = (byte)'Z';
        writer.WriteStringValue(text[..(length + 1)]);
    }

    public static void WriteNumber(Utf8JsonWriter writer, double value)
    {
        if (double.IsFinite(value))
        {
            writer.WriteNumberValue(value);
        }
        else
        {
            writer.WriteStringValue(value.ToString(CultureInfo.InvariantCulture));
        }
    }

    public static void WriteText(Utf8JsonWriter writer, CellKind kind, string text)
    {
        switch (kind)
        {
            case CellKind.TextInteger when long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var integer):
                writer.WriteNumberValue(integer);
                break;
            case CellKind.TextNumber when double.TryParse(text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && double.IsFinite(number):
                writer.WriteNumberValue(number);
                break;
            case CellKind.TextBoolean when bool.TryParse(text, out var flag):
                writer.WriteBooleanValue(flag);
                break;
            case CellKind.TextTime when TryParseTime(text, out var micros):
                WriteTime(writer, micros);
                break;
            case CellKind.TextJson when IsJson(text):
            case CellKind.Json:
                writer.WriteRawValue(text, skipInputValidation: true);
                break;
            default:
                writer.WriteStringValue(text);
                break;
        }
    }

    private static bool TryParseTime(string text, out long micros)
    {
        const DateTimeStyles Utc = DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal;
        var isTime = DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, Utc, out var time) && char.IsAsciiDigit(text[0]) && text.Contains('-', StringComparison.Ordinal);
        micros = isTime ? (time.UtcTicks - DateTime.UnixEpoch.Ticks) / TicksPerMicrosecond : 0;
        return isTime;
    }

    private static bool IsJson(string text)
    {
        var reader = new Utf8JsonReader(Encoding.UTF8.GetBytes(text));
        try
        {
            while (reader.Read())
            {
                reader.Skip();
            }

            return true;
        }
        catch (JsonException)
        {
            return false;
        }
    }
}
