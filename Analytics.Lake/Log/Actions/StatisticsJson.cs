using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log.Actions;

/// <summary>
/// The <c>stats</c> of an <c>add</c> action, JSON within a string:
/// <c>{"numRecords":3,"minValues":{"id":"a","at":"2026-01-01T00:00:00.000001Z"},"maxValues":{…},"nullCount":{"id":0,"at":1}}</c>.
/// Source: Delta protocol, "Per-file Statistics".
/// </summary>
internal static class StatisticsJson
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static string Write(DataFile file, LakeSchema schema)
    {
        var buffer = new ArrayBufferWriter<byte>(512);
        using (var json = new Utf8JsonWriter(buffer, Relaxed))
        {
            json.WriteStartObject();
            json.WriteNumber("numRecords", file.RowCount);
            WriteBounds(json, "minValues", file, schema, statistics => statistics.Min);
            WriteBounds(json, "maxValues", file, schema, statistics => statistics.Max);
            json.WriteStartObject("nullCount");
            foreach (var column in schema.Columns)
            {
                if (file.Statistics.TryGetValue(column.Name, out var statistics))
                {
                    json.WriteNumber(column.Name, statistics.NullCount);
                }
            }

            json.WriteEndObject();
            json.WriteEndObject();
        }

        return Encoding.UTF8.GetString(buffer.WrittenSpan);
    }

    public static (long Rows, IReadOnlyDictionary<string, ColumnStatistics> Columns) Read(string stats, ColumnTypes types, long version)
    {
        using var document = JsonDocument.Parse(stats);
        var root = document.RootElement;
        var columns = new Dictionary<string, ColumnStatistics>();
        if (root.TryGetProperty("nullCount", out var nullCounts))
        {
            root.TryGetProperty("minValues", out var minValues);
            root.TryGetProperty("maxValues", out var maxValues);
            foreach (var nullCount in nullCounts.EnumerateObject())
            {
                if (types.Find(nullCount.Name, version) is { } type)
                {
                    var min = ReadBound(minValues, nullCount.Name, type, isUpper: false);
                    var max = ReadBound(maxValues, nullCount.Name, type, isUpper: true);
                    columns.Add(nullCount.Name, new ColumnStatistics(min, max, nullCount.Value.GetInt64()));
                }
            }
        }

        return (root.GetProperty("numRecords").GetInt64(), columns);
    }

    private static void WriteBounds(Utf8JsonWriter json, string name, DataFile file, LakeSchema schema, Func<ColumnStatistics, object?> bound)
    {
        json.WriteStartObject(name);
        foreach (var column in schema.Columns)
        {
            if (!file.Statistics.TryGetValue(column.Name, out var statistics))
            {
                continue;
            }

            switch (column.Type, bound(statistics))
            {
                case (LakeType.String, string text):
                    json.WriteString(column.Name, text);
                    break;
                case (LakeType.Integer or LakeType.Long, long number):
                    json.WriteNumber(column.Name, number);
                    break;
                case (LakeType.Double, double number) when double.IsFinite(number):
                    json.WriteNumber(column.Name, number);
                    break;
                case (LakeType.Timestamp, long micros) when TimestampText.FromMicros(micros) is { } text:
                    json.WriteString(column.Name, text);
                    break;
                default:
                    // Booleans and binaries have no bounds in Delta; infinities have no JSON.
                    break;
            }
        }

        json.WriteEndObject();
    }

    private static object? ReadBound(JsonElement bounds, string column, LakeType type, bool isUpper)
    {
        if (bounds.ValueKind != JsonValueKind.Object || !bounds.TryGetProperty(column, out var value))
        {
            return null;
        }

        return (type, value.ValueKind) switch
        {
            (LakeType.String, JsonValueKind.String) => value.GetString(),
            (LakeType.Timestamp, JsonValueKind.String) => TimestampText.ToMicros(value.GetString()!, isUpper),
            (LakeType.Integer or LakeType.Long, JsonValueKind.Number) => value.GetInt64(),
            (LakeType.Double, JsonValueKind.Number) => value.GetDouble(),
            _ => null,
        };
    }
}
