namespace Analytics.Api.Live;

/// <summary>What a feed has to say.</summary>
/// <param name="Sequence">Counts up by one, from 1.</param>
/// <param name="Snapshot">All rows, as the JSON of one event.</param>
/// <param name="Changes">What is new against the state before, likewise; null where only a snapshot will do.</param>
/// <param name="Failure">Why there is no answer; null when there is one.</param>
internal sealed record LiveState(long Sequence, byte[] Snapshot, byte[]? Changes, Exception? Failure);
