namespace Analytics.Tests.Streaming;

/// <summary>A record of a log in memory.</summary>
/// <param name="Timestamp">The Kafka timestamp, microseconds.</param>
/// <param name="Value">The value.</param>
internal sealed record MemoryRecord(long Timestamp, byte[]? Value);
