using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log.Actions;

/// <summary>
/// Writes a version of the log: one action a line.
/// <code>
/// {"commitInfo":{"xxh3":"0f3a…","timestamp":1767225600000,"operation":"WRITE",…,"operationMetrics":{"numActions":"6"}}}
/// {"protocol":{"minReaderVersion":1,"minWriterVersion":2}}
/// {"metaData":{"id":"…","format":{"provider":"parquet","options":{}},"schemaString":"…","partitionColumns":[],"configuration":{},"createdTime":…}}
/// {"txn":{"appId":"ingest","version":7,"lastUpdated":1767225600000}}
/// {"add":{"path":"part-7.parquet","partitionValues":{},"size":512,"modificationTime":…,"dataChange":true,"stats":"{…}"}}
/// {"remove":{"path":"part-3.parquet","deletionTimestamp":…,"dataChange":true,"extendedFileMetadata":true,"partitionValues":{},"size":512}}
/// </code>
/// Source: Delta protocol, "Actions".
/// </summary>
internal sealed class ActionWriter : IDisposable
{
    public const int ReaderVersion = 1;
    public const int WriterVersion = 2;

    /// <summary>Our entry in <c>commitInfo.operationMetrics</c>, a text like all metrics there.</summary>
    public const string ActionCount = "numActions";

    private static readonly string Engine = $"Analytics.Lake/{typeof(ActionWriter).Assembly.GetName().Version?.ToString(3)}";

    private readonly ArrayBufferWriter<byte> _buffer = new(4096);
    private readonly Utf8JsonWriter _json;

    public ActionWriter() => _json = new Utf8JsonWriter(_buffer, new JsonWriterOptions { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping });

    /// <summary>The version's content, sealed with its checksum.</summary>
    public byte[] ToContent()
    {
        var content = _buffer.WrittenSpan.ToArray();
        LogChecksum.Seal(content);
        return content;
    }

    public void Dispose() => _json.Dispose();

    /// <param name="transaction">What is committed.</param>
    /// <param name="readVersion">The version before; null when the table is new.</param>
    /// <param name="actions">Actions in the file, this one included: a file cut at a line's end is otherwise a valid, shorter one.</param>
    /// <param name="now">Milliseconds since the epoch.</param>
    public void CommitInfo(DeltaTransaction transaction, long? readVersion, int actions, long now)
    {
        Begin("commitInfo");
        _json.WriteString(LogChecksum.Property, LogChecksum.Zeros);
        _json.WriteNumber("timestamp", now);
        _json.WriteString("operation", transaction.Operation);
        EmptyObject("operationParameters");
        if (readVersion is { } version)
        {
            _json.WriteNumber("readVersion", version);
        }

        _json.WriteString("isolationLevel", "Serializable");
        _json.WriteBoolean("isBlindAppend", transaction.Remove.Count == 0 && transaction.DataChange);
        _json.WriteString("engineInfo", Engine);
        _json.WriteStartObject("operationMetrics");
        _json.WriteString(ActionCount, actions.ToString(CultureInfo.InvariantCulture));
        _json.WriteEndObject();
        foreach (var (name, value) in transaction.CommitInfo)
        {
            _json.WritePropertyName(name);
            if (value is null)
            {
                _json.WriteNullValue();
            }
            else
            {
                value.WriteTo(_json);
            }
        }

        End();
    }

    public void Protocol()
    {
        Begin("protocol");
        _json.WriteNumber("minReaderVersion", ReaderVersion);
        _json.WriteNumber("minWriterVersion", WriterVersion);
        End();
    }

    public void Metadata(TableMetadata metadata)
    {
        Begin("metaData");
        _json.WriteString("id", metadata.Id);
        _json.WriteStartObject("format");
        _json.WriteString("provider", "parquet");
        EmptyObject("options");
        _json.WriteEndObject();
        _json.WriteString("schemaString", metadata.Schema.ToJson());
        _json.WriteStartArray("partitionColumns");
        _json.WriteEndArray();
        _json.WriteStartObject("configuration");
        foreach (var (key, value) in metadata.Configuration)
        {
            _json.WriteString(key, value);
        }

        _json.WriteEndObject();
        _json.WriteNumber("createdTime", metadata.CreatedTime);
        End();
    }

    public void Transaction(string appId, long version, long now)
    {
        Begin("txn");
        _json.WriteString("appId", appId);
        _json.WriteNumber("version", version);
        _json.WriteNumber("lastUpdated", now);
        End();
    }

    public void Add(DataFile file, LakeSchema schema, bool dataChange)
    {
        Begin("add");
        _json.WriteString("path", ActionPath.Encode(file.Path));
        EmptyObject("partitionValues");
        _json.WriteNumber("size", file.Size);
        _json.WriteNumber("modificationTime", file.ModificationTime);
        _json.WriteBoolean("dataChange", dataChange);
        _json.WriteString("stats", StatisticsJson.Write(file, schema));
        End();
    }

    public void Remove(DataFile file, bool dataChange, long now)
    {
        Begin("remove");
        _json.WriteString("path", ActionPath.Encode(file.Path));
        _json.WriteNumber("deletionTimestamp", now);
        _json.WriteBoolean("dataChange", dataChange);
        _json.WriteBoolean("extendedFileMetadata", true);
        EmptyObject("partitionValues");
        _json.WriteNumber("size", file.Size);
        End();
    }

    private void Begin(string action)
    {
        _json.WriteStartObject();
        _json.WriteStartObject(action);
    }

    private void End()
    {
        _json.WriteEndObject();
        _json.WriteEndObject();
        _json.Flush();
        _json.Reset();
        _buffer.Write("\n"u8);
    }

    private void EmptyObject(string name)
    {
        _json.WriteStartObject(name);
        _json.WriteEndObject();
    }
}
