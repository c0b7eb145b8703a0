using System.Buffers;
using System.Globalization;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using DuckDB.NET.Data;

namespace Analytics.Api.Sandbox.Results;

/// <summary>
/// RFC 4180: a header line, CRLF, quotes where needed. A null is an empty field, an empty text is <c>""</c>. Values read as in JSON; nested ones are JSON.
/// </summary>
/// <param name="buffer">Where the bytes go.</param>
internal sealed class CsvResultWriter(FrameBuffer buffer) : ResultWriter
{
    private static readonly SearchValues<char> Special = SearchValues.Create(",\"\r\n");
    private readonly ArrayBufferWriter<byte> _value = new();
    private Action<Utf8JsonWriter, DuckDBDataReader, int>[] _columns = [];
    private Utf8JsonWriter? _json;

    public override long Length => buffer.Length;

    public override void Begin(IReadOnlyList<ResultColumn> columns)
    {
        _json = new Utf8JsonWriter(_value, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
        _columns = [.. columns.Select(JsonColumn.WriterOf)];
        for (var column = 0; column < columns.Count; column++)
        {
            Separate(column);
            Text(columns[column].Name);
        }

        Raw("\r\n"u8);
    }

    public override void Row(DuckDBDataReader reader)
    {
        for (var column = 0; column < _columns.Length; column++)
        {
            Separate(column);
            if (!reader.IsDBNull(column))
            {
                Value(reader, column);
            }
        }

        Raw("\r\n"u8);
        buffer.Flush(all: false);
    }

    public override void End(long rows, bool truncated, double elapsedMilliseconds) => buffer.Flush(all: true);

    public override void Dispose() => _json?.Dispose();

    private void Value(DuckDBDataReader reader, int column)
    {
        // One rendering for both formats: the JSON of a value, a string without its JSON quotes.
        _value.ResetWrittenCount();
        _json!.Reset();
        _columns[column](_json, reader, column);
        _json.Flush();
        if (_value.WrittenSpan[0] == (byte)'"')
        {
            var json = new Utf8JsonReader(_value.WrittenSpan);
            json.Read();
            Text(json.GetString()!);
        }
        else
        {
            Text(Encoding.UTF8.GetString(_value.WrittenSpan));
        }
    }

    private void Separate(int column)
    {
        if (column > 0)
        {
            Raw(","u8);
        }
    }

    private void Text(string text) =>
        Encoding.UTF8.GetBytes(
            text.Length == 0 || text.AsSpan().ContainsAny(Special)
                ? string.Create(CultureInfo.InvariantCulture, $"\"{text.Replace("\"", "\"\"", StringComparison.Ordinal)}\"")
                : text,
            buffer);

    private void Raw(ReadOnlySpan<byte> bytes) => buffer.Write(bytes);
}
