using System.Globalization;
using System.Numerics;
using System.Text.Json;
using System.Text.RegularExpressions;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Analytics.Api.Sandbox.Results;

/// <summary>
/// How a DuckDB type becomes JSON. Integers of any width and decimals are numbers with all their digits; NaN and the infinities, times, blobs
/// (base64) and uuids are strings; lists are arrays, structs and maps objects.
/// </summary>
internal static partial class JsonColumn
{
    public static Action<Utf8JsonWriter, DuckDBDataReader, int> WriterOf(ResultColumn column) => column.DriverType switch
    {
        _ when column.IsNested => static (json, reader, column) => json.WriteRawValue(QuoteSpecials(reader.GetString(column)), skipInputValidation: true),
        "Varchar" => static (json, reader, column) => json.WriteStringValue(reader.GetString(column)),
        "BigInt" => static (json, reader, column) => json.WriteNumberValue(reader.GetInt64(column)),
        "Integer" => static (json, reader, column) => json.WriteNumberValue(reader.GetInt32(column)),
        "Double" => static (json, reader, column) => Number(json, reader.GetDouble(column)),
        "Decimal" => static (json, reader, column) => json.WriteRawValue(ValueText.Decimal(reader.GetFieldValue<DuckDBDecimal>(column))),
        "Boolean" => static (json, reader, column) => json.WriteBooleanValue(reader.GetBoolean(column)),
        "Timestamp" or "TimestampTz" or "TimestampS" or "TimestampMs" or "TimestampNs" =>
            static (json, reader, column) => json.WriteStringValue(ValueText.Timestamp(reader, column)),
        "Date" => static (json, reader, column) => json.WriteStringValue(ValueText.Date(reader.GetFieldValue<DuckDBDateOnly>(column))),
        "Interval" => static (json, reader, column) => json.WriteStringValue(ValueText.Interval(reader.GetFieldValue<DuckDBInterval>(column))),
        _ => static (json, reader, column) => Write(json, reader.GetValue(column)),
    };

    private static void Write(Utf8JsonWriter json, object value)
    {
        switch (value)
        {
            case string text:
                json.WriteStringValue(text);
                break;
            case float number:
                Number(json, number);
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or BigInteger:
                json.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case Stream blob:
                json.WriteStringValue(ValueText.Base64(blob));
                break;
            case TimeOnly time:
                json.WriteStringValue(time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture));
                break;
            case DateTimeOffset time:
                json.WriteStringValue(time.ToString("HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture));
                break;
            default:
                json.WriteStringValue(Convert.ToString(value, CultureInfo.InvariantCulture));
                break;
        }
    }

    private static void Number(Utf8JsonWriter json, double value)
    {
        if (double.IsFinite(value))
        {
            json.WriteNumberValue(value);
        }
        else
        {
            json.WriteStringValue(ValueText.Special(value));
        }
    }

    /// <summary>DuckDB writes NaN and Infinity bare into its JSON, which no JSON reader takes: they become strings, as elsewhere.</summary>
    private static string QuoteSpecials(string json) =>
        SpecialOrString().Replace(json, match => match.Value[0] == '"' ? match.Value : $"\"{match.Value}\"");

    [GeneratedRegex("""
        "(?:[^"\\]|\\.)*"|-?Infinity|NaN
        """)]
    private static partial Regex SpecialOrString();
}
