namespace Analytics.Streaming.Spark;

/// <summary>Where a batch of the query ends, and which of its events were late.</summary>
/// <param name="Next">The next offset of each partition.</param>
/// <param name="LateUpTo">
/// Spark drops an event of the batch whose time is this or earlier, microseconds since the epoch, UTC: the watermark of the batch before, as the state
/// operators take it for late input. Null where the checkpoint does not say it any more.
/// </param>
internal sealed record BatchEnd(IReadOnlyDictionary<int, long> Next, long? LateUpTo);
