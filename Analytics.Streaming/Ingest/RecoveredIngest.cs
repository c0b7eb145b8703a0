using Analytics.Lake.Log;

namespace Analytics.Streaming.Ingest;

/// <summary>What the log says at the start of a run.</summary>
/// <param name="Snapshot"><c>staging/events</c>; null before the first commit.</param>
/// <param name="State">The state after the newest batch.</param>
/// <param name="Dedup">The ids that are still remembered; null when the pipeline has no id.</param>
internal sealed record RecoveredIngest(DeltaSnapshot? Snapshot, IngestState State, DedupIndex? Dedup);
