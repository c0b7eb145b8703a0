using Analytics.Contracts.Columns;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;

namespace Analytics.Streaming.Contracts;

/// <summary>Turns records into events by the schemas they name.</summary>
internal interface IEventContracts
{
    /// <summary>The event's columns over all schema versions met so far. A new list when they change.</summary>
    IReadOnlyList<ColumnDefinition> Columns { get; }

    /// <summary>Makes sure that every schema named in the batch is known. Waits while the registry can't be asked.</summary>
    ValueTask PrepareAsync(RecordBatch batch, CancellationToken cancellationToken);

    /// <summary>Parses a chunk's records. Different chunks may be parsed at the same time.</summary>
    void Parse(ParsedChunk chunk);
}
