namespace Analytics.Streaming.Spark;

/// <summary>Where a batch of the query ends.</summary>
/// <param name="Next">The next offset of each partition.</param>
/// <param name="Watermark">The watermark that held for the batch, microseconds since the epoch, UTC: what is older has been refused since; null before the first.</param>
/// <param name="PlannedAt">When it was planned, microseconds since the epoch, UTC.</param>
internal sealed record BatchOffsets(IReadOnlyDictionary<int, long> Next, long? Watermark, long PlannedAt);
