using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;

namespace Analytics.Streaming.Contracts;

/// <summary>What is known of one schema id: a parser per partition, or why its records are dead letters.</summary>
internal sealed class SchemaVersion
{
    private readonly EventSchema? _schema;
    private EventParser? _parser;
    private EventParser?[] _forks = [];

    public SchemaVersion(EventSchema schema) => _schema = schema;

    public SchemaVersion(DeadLetterReason reason, string detail, long askedAt)
    {
        Reason = reason;
        Detail = detail;
        AskedAt = askedAt;
    }

    public DeadLetterReason Reason { get; private set; }

    public string? Detail { get; private set; }

    /// <summary>When the registry said that it does not know the id: it is asked again later.</summary>
    public long AskedAt { get; }

    public bool IsUsable => Reason == DeadLetterReason.None;

    /// <summary>Compiles the parser for these columns.</summary>
    public void Compile(IReadOnlyList<ColumnDefinition> columns, string? id, string time, int partitions)
    {
        if (_schema is null || Reason != DeadLetterReason.None)
        {
            return;
        }

        try
        {
            _parser = EventParser.Compile(_schema, columns, id, time);
            _forks = new EventParser?[partitions];
        }
        catch (Exception exception) when (exception is IncompatibleSchemaException or PipelineException)
        {
            Reason = DeadLetterReason.IncompatibleSchema;
            Detail = exception.Message;
        }
    }

    /// <summary>The parser of a partition: parsers are not thread-safe, and a partition is parsed by one thread at a time.</summary>
    public EventParser ParserFor(int partition) => _forks[partition] ??= _parser!.Fork();
}
