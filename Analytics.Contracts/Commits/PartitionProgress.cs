using System.Text.Json.Serialization;

namespace Analytics.Contracts.Commits;

/// <summary>Where one partition of the source stands after an ingest batch.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="StartOffset">First offset of this batch (equal to <paramref name="NextOffset"/> when it read nothing here).</param>
/// <param name="NextOffset">The offset at which the next batch begins.</param>
/// <param name="MaxEventTime">Highest event time seen, microseconds since the Unix epoch, UTC; null before the first event.</param>
/// <param name="Idle">Whether the partition is left out of the watermark because it stood at its end for the idle timeout.</param>
/// <param name="Totals">The partition's ledger since the pipeline began.</param>
/// <param name="HeldTo">The watermark at which the partition came back from idle: older events are late; null when it never was idle.</param>
/// <param name="FoldedIn">Late events that were brought into the events afterwards; they stay counted as late in <paramref name="Totals"/>.</param>
public sealed record PartitionProgress(
    int Partition,
    long StartOffset,
    long NextOffset,
    long? MaxEventTime,
    bool Idle,
    EventCounts Totals,
    long? HeldTo = null,
    long FoldedIn = 0)
{
    /// <summary>Rows that have been staged: the left side of the ledger's second line.</summary>
    [JsonIgnore]
    public long Staged => Totals.Accepted + FoldedIn;
}
