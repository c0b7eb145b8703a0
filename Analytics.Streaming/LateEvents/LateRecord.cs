namespace Analytics.Streaming.LateEvents;

/// <summary>A late event as it came.</summary>
/// <param name="Partition">Its partition.</param>
/// <param name="Offset">Its offset.</param>
/// <param name="Timestamp">The Kafka timestamp, microseconds since the epoch, UTC.</param>
/// <param name="Value">The record's value.</param>
internal readonly record struct LateRecord(int Partition, long Offset, long Timestamp, byte[]? Value);
