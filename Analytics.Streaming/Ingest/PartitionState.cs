using Analytics.Contracts.Commits;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// Where one partition stands. Immutable from batch to batch: a batch works on copies that count only once it is committed.
/// </summary>
internal sealed record PartitionState
{
    public required int Partition { get; init; }

    public required long NextOffset { get; init; }

    /// <summary>Highest event time seen, microseconds since the epoch, UTC.</summary>
    public long? MaxEventTime { get; init; }

    public bool Idle { get; init; }

    /// <summary>The watermark that had been committed when the partition came back from idle: it was left out of it, so it is held to it.</summary>
    public long? HeldTo { get; init; }

    public EventCounts Totals { get; init; } = EventCounts.None;

    /// <summary>Late events folded in.</summary>
    public long FoldedIn { get; init; }

    public static PartitionState From(PartitionProgress progress) => new()
    {
        Partition = progress.Partition,
        NextOffset = progress.NextOffset,
        MaxEventTime = progress.MaxEventTime,
        Idle = progress.Idle,
        HeldTo = progress.HeldTo,
        Totals = progress.Totals,
        FoldedIn = progress.FoldedIn,
    };

    public PartitionProgress ToProgress(long startOffset) =>
        new(Partition, startOffset, NextOffset, MaxEventTime, Idle, Totals, HeldTo, FoldedIn);
}
