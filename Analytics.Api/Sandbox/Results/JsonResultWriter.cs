using System.Text.Encodings.Web;
using System.Text.Json;
using DuckDB.NET.Data;

namespace Analytics.Api.Sandbox.Results;

/// <summary><c>{"columns":[{"name":"n","type":"BIGINT"}],"rows":[[1]],"row_count":1,"truncated":false,"elapsed_ms":2.4}</c>.</summary>
internal sealed class JsonResultWriter : ResultWriter
{
    private readonly FrameBuffer _buffer;
    private readonly Utf8JsonWriter _json;
    private Action<Utf8JsonWriter, DuckDBDataReader, int>[] _columns = [];

    public JsonResultWriter(FrameBuffer buffer)
    {
        _buffer = buffer;

        // The answer is application/json, never part of a page: only what JSON itself needs is escaped.
        _json = new Utf8JsonWriter(buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true });
    }

    public override long Length => _buffer.Length;

    public override void Begin(IReadOnlyList<ResultColumn> columns)
    {
        _columns = [.. columns.Select(JsonColumn.WriterOf)];
        _json.WriteStartObject();
        _json.WriteStartArray("columns");
        foreach (var column in columns)
        {
            _json.WriteStartObject();
            _json.WriteString("name", column.Name);
            _json.WriteString("type", SqlTypeName.From(column.DriverType));
            _json.WriteEndObject();
        }

        _json.WriteEndArray();
        _json.WriteStartArray("rows");
    }

    public override void Row(DuckDBDataReader reader)
    {
        _json.WriteStartArray();
        for (var column = 0; column < _columns.Length; column++)
        {
            if (reader.IsDBNull(column))
            {
                _json.WriteNullValue();
            }
            else
            {
                _columns[column](_json, reader, column);
            }
        }

        _json.WriteEndArray();
        _json.Flush();
        _buffer.Flush(all: false);
    }

    public override void End(long rows, bool truncated, double elapsedMilliseconds)
    {
        _json.WriteEndArray();
        _json.WriteNumber("row_count", rows);
        _json.WriteBoolean("truncated", truncated);
        _json.WriteNumber("elapsed_ms", Math.Round(elapsedMilliseconds, 3));
        _json.WriteEndObject();
        _json.Flush();
        _buffer.Flush(all: true);
    }

    public override void Dispose() => _json.Dispose();
}
