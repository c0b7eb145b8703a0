using System.Buffers;
using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using Analytics.Contracts.Pipelines;
using Analytics.Producer.Files;

namespace Analytics.Producer.Simulation.Generators;

/// <summary>Writes events of a pipeline's newest schema; id and time come from the caller, the rest from the schema.</summary>
internal sealed class EventGenerator
{
    private static readonly JsonWriterOptions Relaxed = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping, SkipValidation = true };

    private readonly ObjectGenerator _root;
    private readonly string? _id;
    private readonly string _time;
    private readonly bool _numericId;
    private long _lastId;

    private EventGenerator(ObjectGenerator root, SourceDefinition source, bool numericId)
    {
        _root = root;
        _id = source.Id;
        _time = source.Time;
        _numericId = numericId;
        Required = (root.Properties.FirstOrDefault(property => property.Required && property.Name != _id && property.Name != _time)
            ?? root.Properties.FirstOrDefault(property => property.Required))?.Name;
    }

    /// <summary>A property whose absence breaks the schema; null when it requires none.</summary>
    public string? Required { get; }

    /// <exception cref="PipelineException">The schema has something that can't be simulated.</exception>
    public static EventGenerator Create(PipelineDefinition pipeline)
    {
        var file = pipeline.Source.SchemaFiles[^1];
        var document = JsonDocument.Parse(File.ReadAllBytes(file));
        if (new GeneratorCompiler(file, document.RootElement).Compile() is not ObjectGenerator root)
        {
            throw new PipelineException(file, line: null, "an event is a JSON object: its schema needs \"type\": \"object\".");
        }

        return new EventGenerator(root, pipeline.Source, IsNumeric(document.RootElement, pipeline.Source.Id));
    }

    /// <summary>A writer onto a buffer.</summary>
    public static Utf8JsonWriter Writer(IBufferWriter<byte> buffer) => new(buffer, Relaxed);

    /// <summary>An id that was not there before; it also serves as the record's key.</summary>
    public string NextId(Random random)
    {
        if (_numericId)
        {
            _lastId = _lastId == 0 ? random.NextInt64(1, 1L << 40) * 1024 : _lastId + 1;
            return _lastId.ToString(CultureInfo.InvariantCulture);
        }

        return TextFormats.Uuid(random);
    }

    /// <param name="writer">Where the event goes.</param>
    /// <param name="random">The dice.</param>
    /// <param name="id">Its id.</param>
    /// <param name="eventTime">Its time, microseconds since the epoch, UTC.</param>
    /// <param name="omitted">A property to leave out; null for none.</param>
    public void Write(Utf8JsonWriter writer, Random random, string id, long eventTime, string? omitted)
    {
        writer.WriteStartObject();
        foreach (var property in _root.Properties)
        {
            if (property.Name == omitted || (property.Name != _id && property.Name != _time && !ObjectGenerator.IsPresent(property, random)))
            {
                continue;
            }

            writer.WritePropertyName(property.Name);
            if (property.Name == _time)
            {
                CellWriter.WriteTime(writer, eventTime);
            }
            else if (property.Name == _id)
            {
                WriteId(writer, id);
            }
            else
            {
                property.Value.Write(writer, random);
            }
        }

        writer.WriteEndObject();
    }

    private void WriteId(Utf8JsonWriter writer, string id)
    {
        if (_numericId)
        {
            writer.WriteRawValue(id);
        }
        else
        {
            writer.WriteStringValue(id);
        }
    }

    private static bool IsNumeric(JsonElement schema, string? id) =>
        id is not null
        && schema.TryGetProperty("properties", out var properties) && properties.TryGetProperty(id, out var property)
        && property.TryGetProperty("type", out var type) && type.ValueKind == JsonValueKind.String && type.GetString() is "integer" or "number";
}
