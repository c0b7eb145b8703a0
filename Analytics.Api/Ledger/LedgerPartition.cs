using Analytics.Api.Catalog;
using Analytics.Contracts.Commits;

namespace Analytics.Api.Ledger;

/// <summary>The ledger's first line for one partition of the topic.</summary>
internal sealed record LedgerPartition
{
    public required int Partition { get; init; }

    /// <summary>The first offset not consumed yet.</summary>
    public required long NextOffset { get; init; }

    public required long Consumed { get; init; }

    public required long Accepted { get; init; }

    public required long Duplicate { get; init; }

    public required long Late { get; init; }

    public required long DeadLettered { get; init; }

    public required DateTime? MaxEventTime { get; init; }

    /// <summary>Left out of the watermark because it stood at its end for the idle timeout.</summary>
    public required bool Idle { get; init; }

    public static LedgerPartition Of(PartitionProgress progress) => new()
    {
        Partition = progress.Partition,
        NextOffset = progress.NextOffset,
        Consumed = progress.Totals.Consumed,
        Accepted = progress.Totals.Accepted,
        Duplicate = progress.Totals.Duplicate,
        Late = progress.Totals.Late,
        DeadLettered = progress.Totals.DeadLettered,
        MaxEventTime = Instant.FromMicroseconds(progress.MaxEventTime),
        Idle = progress.Idle,
    };
}
