using Analytics.Api.Catalog;
using Analytics.Contracts.Commits;

namespace Analytics.Api.Ledger;

/// <summary>The ledger for one partition of the topic.</summary>
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

    /// <inheritdoc cref="LedgerView.FoldedIn" />
    public required long FoldedIn { get; init; }

    /// <inheritdoc cref="LedgerView.Gold" />
    public required long Gold { get; init; }

    /// <inheritdoc cref="LedgerView.Quarantined" />
    public required long Quarantined { get; init; }

    /// <inheritdoc cref="LedgerView.Discarded" />
    public required long Discarded { get; init; }

    /// <inheritdoc cref="LedgerView.Pending" />
    public required long Pending { get; init; }

    /// <inheritdoc cref="LedgerView.ConsumedBalanced" />
    public required bool ConsumedBalanced { get; init; }

    /// <inheritdoc cref="LedgerView.AcceptedBalanced" />
    public required bool AcceptedBalanced { get; init; }

    public required DateTime? MaxEventTime { get; init; }

    /// <summary>Left out of the watermark because it stood at its end for the idle timeout.</summary>
    public required bool Idle { get; init; }

    /// <param name="progress">Where ingest stands.</param>
    /// <param name="settled">What gold has settled of the partition.</param>
    public static LedgerPartition Of(PartitionProgress progress, SettlementCounts settled) => new()
    {
        Partition = progress.Partition,
        NextOffset = progress.NextOffset,
        Consumed = progress.Totals.Consumed,
        Accepted = progress.Totals.Accepted,
        Duplicate = progress.Totals.Duplicate,
        Late = progress.Totals.Late,
        DeadLettered = progress.Totals.DeadLettered,
        FoldedIn = progress.FoldedIn,
        Gold = settled.Gold,
        Quarantined = settled.Quarantined,
        Discarded = settled.Discarded,
        Pending = progress.Staged - settled.Settled,
        ConsumedBalanced = progress.Totals.IsBalanced,
        AcceptedBalanced = progress.Staged >= settled.Settled && settled is { Gold: >= 0, Quarantined: >= 0, Discarded: >= 0 },
        MaxEventTime = Instant.FromMicroseconds(progress.MaxEventTime),
        Idle = progress.Idle,
    };
}
