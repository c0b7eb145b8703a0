namespace Analytics.Contracts.Pipelines;

/// <summary>The source of a pipeline.</summary>
public sealed record SourceDefinition
{
    /// <summary>The Kafka topic.</summary>
    public required string Topic { get; init; }

    /// <summary>Partitions of the topic when the platform creates it.</summary>
    public int Partitions { get; init; } = 6;

    /// <summary>How records are framed.</summary>
    public SourceFormat Format { get; init; }

    /// <summary>The registry subject of the schema; <c>{topic}-value</c> by default.</summary>
    public required string Subject { get; init; }

    /// <summary>Schema files, absolute, in the order in which they are registered; each is one version.</summary>
    public required IReadOnlyList<string> SchemaFiles { get; init; }

    /// <summary>The property that identifies an event; null when nothing is a duplicate.</summary>
    public string? Id { get; init; }

    /// <summary>The property that holds the event time.</summary>
    public required string Time { get; init; }

    /// <summary>How long the engine waits for events out of order.</summary>
    public TimeSpan Watermark { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>How far an event time may lie beyond its Kafka timestamp.</summary>
    public TimeSpan MaxFutureSkew { get; init; } = TimeSpan.FromMinutes(5);
}
