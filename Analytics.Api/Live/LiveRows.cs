using System.Buffers;
using System.Text.Json;
using Analytics.Api.Catalog;

namespace Analytics.Api.Live;

/// <summary>The rows of one answer as JSON texts, by key: what is sent, and what the next answer is compared with.</summary>
internal sealed class LiveRows
{
    private readonly Dictionary<string, string> _rows = new(StringComparer.Ordinal);
    private readonly string _columns;
    private readonly bool _truncated;

    /// <param name="answer">An answer as <c>POST /api/query</c> gives it.</param>
    /// <param name="key">The columns that tell rows apart.</param>
    public LiveRows(ReadOnlyMemory<byte> answer, IReadOnlyList<string> key)
    {
        using var document = JsonDocument.Parse(answer);
        var columns = document.RootElement.GetProperty("columns");
        var names = columns.EnumerateArray().Select(column => column.GetProperty("name").GetString()!).ToList();
        var positions = key.Select(column => names.IndexOf(column)).ToArray();
        _columns = columns.GetRawText();
        _truncated = document.RootElement.GetProperty("truncated").GetBoolean();
        foreach (var row in document.RootElement.GetProperty("rows").EnumerateArray())
        {
            _rows[$"[{string.Join(',', positions.Select(position => row[position].GetRawText()))}]"] = row.GetRawText();
        }

        Key = key;
    }

    private IReadOnlyList<string> Key { get; }

    /// <summary>All rows.</summary>
    public byte[] Snapshot(LiveMoment moment, long sequence) => Write(moment, sequence, json =>
    {
        json.WriteStartArray("key");
        foreach (var column in Key)
        {
            json.WriteStringValue(column);
        }

        json.WriteEndArray();
        json.WritePropertyName("columns");
        json.WriteRawValue(_columns, skipInputValidation: true);
        Texts(json, "rows", _rows.Values);
        json.WriteNumber("row_count", _rows.Count);
        json.WriteBoolean("truncated", _truncated);
    });

    /// <summary>The rows that are new or have other values than before, and the keys of those that are gone; null when nothing changed.</summary>
    public byte[]? Changes(LiveRows before, LiveMoment moment, long sequence)
    {
        var changed = _rows.Where(row => !before._rows.TryGetValue(row.Key, out var old) || old != row.Value).Select(row => row.Value).ToArray();
        var removed = before._rows.Keys.Where(key => !_rows.ContainsKey(key)).ToArray();
        return changed.Length + removed.Length == 0 ? null : Write(moment, sequence, json =>
        {
            Texts(json, "rows", changed);
            Texts(json, "removed", removed);
        });
    }

    private static byte[] Write(LiveMoment moment, long sequence, Action<Utf8JsonWriter> body)
    {
        var buffer = new ArrayBufferWriter<byte>();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteNumber("sequence", sequence);
            json.WriteNumber("events_version", moment.EventsVersion);
            json.WriteNumber("table_version", moment.TableVersion);
            Time(json, "closed_to", moment.ClosedTo);
            Time(json, "watermark", moment.Watermark);
            body(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    private static void Time(Utf8JsonWriter json, string name, DateTime? time)
    {
        if (time is { } known)
        {
            json.WriteString(name, known);
        }
        else
        {
            json.WriteNull(name);
        }
    }

    private static void Texts(Utf8JsonWriter json, string name, IEnumerable<string> texts)
    {
        json.WriteStartArray(name);
        foreach (var text in texts)
        {
            json.WriteRawValue(text, skipInputValidation: true);
        }

        json.WriteEndArray();
    }
}
