using Analytics.Contracts.Commits;

namespace Analytics.Streaming.Ingest;

/// <summary>A batch decided but not yet written: what the state becomes when its commit succeeds.</summary>
/// <param name="State">The state after the batch.</param>
/// <param name="Counts">The batch's records by outcome.</param>
internal sealed record BatchOutcome(IngestState State, EventCounts Counts);
