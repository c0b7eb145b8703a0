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

    public PlainContracts(IngestSettings settings, int partitions)
    {
        _settings = settings;
        var source = settings.Pipeline.Source;
        var schema = EventSchema.FromFile(source.SchemaFiles[^1]);
        Columns = settings.Pipeline.Columns;
        _version = new SchemaVersion(schema);
        _version.Compile(Columns, source.Id, source.Time, partitions);
        if (!_version.IsUsable)
        {
            throw new IncompatibleSchemaException(_version.Detail!);
        }
    }

    public IReadOnlyList<ColumnDefinition> Columns { get; }

    public ValueTask PrepareAsync(RecordBatch batch, CancellationToken cancellationToken) => ValueTask.CompletedTask;

    public void Parse(ParsedPartition partition)
    {
        if (partition.Records.Count == 0)
        {
            return;
        }

        var parser = _version.ParserFor(partition.Records.Partition);
        for (var index = 0; index < partition.Records.Count; index++)
        {
            if (RecordParsing.TryTakeValue(partition, index, _settings.MaxValueBytes))
            {
                RecordParsing.Parse(partition, index, partition.Records[index].Value, parser, _settings.MaxFutureSkew);
            }
        }
    }
}
