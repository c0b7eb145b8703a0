using System.Collections.Concurrent;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Parsing;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Schemas;

namespace Analytics.Streaming.Contracts;

/// <summary>What is known of one schema id: a parser for each thread, or why its records are dead letters.</summary>
internal sealed class SchemaVersion
{
    private readonly EventSchema? _schema;
    private EventParser? _parser;
    private ConcurrentBag<EventParser> _forks = [];

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
    public void Compile(IReadOnlyList<ColumnDefinition> columns, string? id, string time)
    {
        if (_schema is null || Reason != DeadLetterReason.None)
        {
            return;
        }

        try
        {
            _parser = EventParser.Compile(_schema, columns, id, time);
            _forks = [];
        }
        catch (Exception exception) when (exception is IncompatibleSchemaException or PipelineException)
        {
            Reason = DeadLetterReason.IncompatibleSchema;
            Detail = exception.Message;
        }
    }

    /// <summary>A parser for the caller alone until it gives it back: parsers are not thread-safe.</summary>
    public EventParser Rent() => _forks.TryTake(out var parser) ? parser : _parser!.Fork();

    public void Return(EventParser parser) => _forks.Add(parser);
}
