namespace Analytics.Streaming.Spark;

/// <summary>What batches of the sink have written.</summary>
/// <param name="Last">The number of the last of them.</param>
/// <param name="Files">Their files, in order.</param>
internal sealed record SinkBatches(long Last, IReadOnlyList<SinkFile> Files);
