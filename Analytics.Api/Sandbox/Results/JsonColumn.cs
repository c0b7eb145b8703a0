using System.Collections;
using System.Globalization;
using System.Numerics;
using System.Text.Json;
using DuckDB.NET.Data;
using DuckDB.NET.Native;

namespace Analytics.Api.Sandbox.Results;

/// <summary>
/// How a DuckDB type becomes JSON. Integers of any width and decimals are numbers with all their digits; NaN and the infinities, times, blobs
/// (base64) and uuids are strings; lists are arrays, structs objects, maps objects by the key's text.
/// </summary>
internal static class JsonColumn
{
    public static Action<Utf8JsonWriter, DuckDBDataReader, int> WriterOf(string driverType) => driverType switch
    {
        "Varchar" => static (json, reader, column) => json.WriteStringValue(reader.GetString(column)),
        "BigInt" => static (json, reader, column) => json.WriteNumberValue(reader.GetInt64(column)),
        "Integer" => static (json, reader, column) => json.WriteNumberValue(reader.GetInt32(column)),
        "Double" => static (json, reader, column) => Number(json, reader.GetDouble(column)),
        "Boolean" => static (json, reader, column) => json.WriteBooleanValue(reader.GetBoolean(column)),
        "Timestamp" or "TimestampTz" or "TimestampS" or "TimestampMs" or "TimestampNs" =>
            static (json, reader, column) => json.WriteStringValue(ValueText.Timestamp(reader, column)),
        "Date" => static (json, reader, column) => json.WriteStringValue(ValueText.Date(reader.GetFieldValue<DuckDBDateOnly>(column))),
        "Interval" => static (json, reader, column) => json.WriteStringValue(ValueText.Interval(reader.GetFieldValue<DuckDBInterval>(column))),
        _ => static (json, reader, column) => Write(json, reader.GetValue(column)),
    };

    /// <summary>Writes a value of any type, nested ones too.</summary>
    public static void Write(Utf8JsonWriter json, object? value)
    {
        switch (value)
        {
            case null or DBNull:
                json.WriteNullValue();
                break;
            case string text:
                json.WriteStringValue(text);
                break;
            case bool flag:
                json.WriteBooleanValue(flag);
                break;
            case float or double:
                Number(json, Convert.ToDouble(value, CultureInfo.InvariantCulture));
                break;
            case sbyte or byte or short or ushort or int or uint or long or ulong or decimal or BigInteger:
                json.WriteRawValue(Convert.ToString(value, CultureInfo.InvariantCulture)!);
                break;
            case IDictionary map:
                json.WriteStartObject();
                foreach (DictionaryEntry entry in map)
                {
                    json.WritePropertyName(Convert.ToString(entry.Key, CultureInfo.InvariantCulture) ?? "");
                    Write(json, entry.Value);
                }

                json.WriteEndObject();
                break;
            case Stream blob:
                json.WriteStringValue(ValueText.Base64(blob));
                break;
            case IEnumerable list:
                json.WriteStartArray();
                foreach (var item in list)
                {
                    Write(json, item);
                }

                json.WriteEndArray();
                break;
            default:
                json.WriteStringValue(Text(value));
                break;
        }
    }

    private static string Text(object value) => value switch
    {
        DateTime time => ValueText.Timestamp(DuckDBTimestamp.FromDateTime(time)),
        DateOnly date => date.ToString("yyyy-MM-dd", CultureInfo.InvariantCulture),
        TimeOnly time => time.ToString("HH:mm:ss.FFFFFF", CultureInfo.InvariantCulture),
        DateTimeOffset time => time.ToString("HH:mm:ss.FFFFFFzzz", CultureInfo.InvariantCulture),
        TimeSpan span => ValueText.Interval(span),
        _ => Convert.ToString(value, CultureInfo.InvariantCulture) ?? "",
    };

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
}
