namespace Analytics.Tests.Streaming;

/// <summary>A record of a log in memory.</summary>
/// <param name="Timestamp">The Kafka timestamp, microseconds.</param>
/// <param name="Value">The value.</param>
internal sealed record MemoryRecord(long Timestamp, byte[]? Value)
{
    /// <summary>An offset that holds no record for a client, such as a transaction's marker.</summary>
    public bool IsMarker { get; init; }
}
