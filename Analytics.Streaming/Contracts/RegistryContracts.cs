using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;
using Analytics.Contracts.Schemas;
using Analytics.Contracts.Wire;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Streaming.Files;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Contracts;

/// <summary>
/// Format <c>json_schema</c>: every record names its schema. Schemas are fetched once; the producer registers them, ingest never does.
/// Only the registry's clear "not found" makes a record a dead letter; a registry that can't be asked makes ingest wait.
/// </summary>
internal sealed class RegistryContracts : IEventContracts
{
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(5);

    private readonly IngestSettings _settings;
    private readonly SchemaRegistryClient _registry;
    private readonly EngineStatus _status;
    private readonly TimeProvider _time;
    private readonly Dictionary<int, SchemaVersion> _versions = [];

    // Versions that are in no folder may have brought columns in an earlier life: they bind those that come now.
    private readonly LakeSchema? _table;

    /// <param name="settings">The pipeline and its lake.</param>
    /// <param name="registry">The registry.</param>
    /// <param name="status">Told while the registry is waited for.</param>
    /// <param name="time">The clock.</param>
    /// <exception cref="InvalidDataException">The log of <c>staging/events</c> is damaged; the message names the file.</exception>
    public RegistryContracts(IngestSettings settings, SchemaRegistryClient registry, EngineStatus status, TimeProvider time)
    {
        _settings = settings;
        _registry = registry;
        _status = status;
        _time = time;
        Columns = settings.Pipeline.Columns;
        _table = new DeltaTable(settings.Lake.Staging(LakeLayout.Events)).Load()?.Schema;
    }

    public IReadOnlyList<ColumnDefinition> Columns { get; private set; }

    public async ValueTask PrepareAsync(RecordBatch batch, CancellationToken cancellationToken)
    {
        foreach (var id in Missing(batch))
        {
            _versions[id] = await AskAsync(id, cancellationToken);
            foreach (var version in _versions.Values)
            {
                version.Compile(Columns, _settings.Pipeline.Source.Id, _settings.Pipeline.Source.Time);
            }
        }
    }

    public void Parse(ParsedChunk chunk)
    {
        var lastId = -1;
        SchemaVersion? version = null;
        EventParser? parser = null;
        for (var index = chunk.First; index < chunk.End; index++)
        {
            if (!RecordParsing.TryTakeValue(chunk, index, _settings.MaxValueBytes))
            {
                continue;
            }

            if (!ConfluentWireFormat.TryRead(chunk.Records[index].Value, out var id, out var json))
            {
                RecordParsing.Reject(chunk, index, DeadLetterReason.BadMagic, "the value does not begin with byte 0 and a schema id");
                continue;
            }

            if (version is null || id != lastId)
            {
                Return(version, parser);
                version = _versions[id];
                parser = version.IsUsable ? version.Rent() : null;
                lastId = id;
            }

            if (parser is not null)
            {
                RecordParsing.Parse(chunk, index, json, parser, _settings.MaxFutureSkew);
            }
            else
            {
                RecordParsing.Reject(chunk, index, version.Reason, version.Detail);
            }
        }

        Return(version, parser);
    }

    private static void Return(SchemaVersion? version, EventParser? parser)
    {
        if (parser is not null)
        {
            version!.Return(parser);
        }
    }

    private HashSet<int> Missing(RecordBatch batch)
    {
        var missing = new HashSet<int>();
        var lastId = -1;
        foreach (var partition in batch.Partitions)
        {
            foreach (ref readonly var record in partition.Records)
            {
                if (ConfluentWireFormat.TryRead(record.Value, out var id, out _) && id != lastId)
                {
                    lastId = id;
                    if (!_versions.TryGetValue(id, out var known)
                        || (known.Reason == DeadLetterReason.UnknownSchema && _time.GetElapsedTime(known.AskedAt) > AskAgain))
                    {
                        missing.Add(id);
                    }
                }
            }
        }

        return missing;
    }

    private async Task<SchemaVersion> AskAsync(int id, CancellationToken cancellationToken)
    {
        var subject = _settings.Pipeline.Source.Subject;
        for (var wait = TimeSpan.FromMilliseconds(200); ; wait = TimeSpan.FromTicks(Math.Min(wait.Ticks * 2, TimeSpan.TicksPerSecond * 5)))
        {
            try
            {
                var versions = await _registry.GetVersionsByIdAsync(id, cancellationToken);
                var text = versions.Any(version => version.Subject == subject) ? await _registry.GetSchemaByIdAsync(id, cancellationToken) : null;
                if (_status.State == EngineStates.WaitingForRegistry)
                {
                    _status.Enter(EngineStates.Running);
                }

                return text is null
                    ? new SchemaVersion(DeadLetterReason.UnknownSchema, $"schema id {id} is not registered under {subject}", _time.GetTimestamp())
                    : Adopt(id, text);
            }
            catch (SchemaRegistryException exception) when (exception.IsNotFound)
            {
                return new SchemaVersion(DeadLetterReason.UnknownSchema, $"schema id {id}: {exception.Message}", _time.GetTimestamp());
            }
            catch (Exception exception) when (exception is SchemaRegistryUnavailableException or SchemaRegistryException)
            {
                _status.Enter(EngineStates.WaitingForRegistry, exception.Message);
                await Task.Delay(wait, _time, cancellationToken);
            }
        }
    }

    private SchemaVersion Adopt(int id, string text)
    {
        try
        {
            var schema = EventSchema.Parse(text, $"schema id {id}");
            if (!EventSchema.TryMerge(Columns, schema, out var merged, out var conflict) || (conflict = _table?.ConflictWith(EventColumns.Schema(schema.Columns))) is not null)
            {
                return new SchemaVersion(DeadLetterReason.IncompatibleSchema, conflict!, _time.GetTimestamp());
            }

            if (!merged.SequenceEqual(Columns))
            {
                Columns = merged;
            }

            return new SchemaVersion(schema);
        }
        catch (PipelineException exception)
        {
            return new SchemaVersion(DeadLetterReason.IncompatibleSchema, exception.Message, _time.GetTimestamp());
        }
    }
}
