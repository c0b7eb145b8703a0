using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Schemas;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Contracts;

/// <summary>Format <c>json</c>: no frame, and the schema is the newest in the pipeline's folder. No registry is asked.</summary>
internal sealed class PlainContracts : IEventContracts
{
    private readonly IngestSettings _settings;
    private readonly SchemaVersion _version;

    public PlainContracts(IngestSettings settings)
    {
        _settings = settings;
        var source = settings.Pipeline.Source;
        var schema = EventSchema.FromFile(source.SchemaFiles[^1]);
        Columns = settings.Pipeline.Columns;
        _version = new SchemaVersion(schema);
        _version.Compile(Columns, source.Id, source.Time);
        if (!_version.IsUsable)
        {
            throw new IncompatibleSchemaException(_version.Detail!);
        }
    }

    public IReadOnlyList<ColumnDefinition> Columns { get; }

    public ValueTask PrepareAsync(RecordBatch batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Parse(ParsedChunk chunk)
    {
        var parser = _version.Rent();
        for (var index = chunk.First; index < chunk.End; index++)
        {
            if (RecordParsing.TryTakeValue(chunk, index, _settings.MaxValueBytes))
            {
                RecordParsing.Parse(chunk, index, chunk.Records[index].Value, parser, _settings.MaxFutureSkew);
            }
        }

        _version.Return(parser);
    }
}
