using Analytics.Contracts.Commits;

namespace Analytics.Api.Ledger;

/// <summary>
/// Where every record is. consumed = accepted + duplicate + late + dead_lettered, and accepted + folded_in = gold + quarantined + discarded + pending.
/// Counts are cumulative since the pipeline began; times are ISO 8601, UTC.
/// </summary>
internal sealed record LedgerView
{
    public required string Pipeline { get; init; }

    public required string Topic { get; init; }

    /// <summary>Records counted at the fetch.</summary>
    public required long Consumed { get; init; }

    public required long Accepted { get; init; }

    public required long Duplicate { get; init; }

    public required long Late { get; init; }

    public required long DeadLettered { get; init; }

    /// <summary>Late events that were brought into the events afterwards; they stay counted as late.</summary>
    public required long FoldedIn { get; init; }

    /// <summary>Staged rows, accepted or folded in, that passed their suite.</summary>
    public required long Gold { get; init; }

    /// <summary>Staged rows kept out of gold.</summary>
    public required long Quarantined { get; init; }

    /// <summary>Quarantined rows given up after a look.</summary>
    public required long Discarded { get; init; }

    /// <summary>Staged rows that are not settled yet.</summary>
    public required long Pending { get; init; }

    /// <summary>Whether the first line adds up: consumed = accepted + duplicate + late + dead_lettered.</summary>
    public required bool ConsumedBalanced { get; init; }

    /// <summary>Whether the second line adds up: accepted + folded_in = gold + quarantined + discarded + pending, also against the rows that the lake's files really hold.</summary>
    public required bool AcceptedBalanced { get; init; }

    /// <summary>Whether both lines add up, in total and per partition.</summary>
    public required bool Balanced { get; init; }

    public required DateTime? Watermark { get; init; }

    /// <summary>The source is complete and has been read to its end.</summary>
    public required bool EndOfInput { get; init; }

    /// <summary>Nothing is pending; after the end of input also: all windows are closed and in gold.</summary>
    public required bool Settled { get; init; }

    public required DateTime? FirstFetchedAt { get; init; }

    public required DateTime? LastGoldAt { get; init; }

    /// <summary>What the Spark query keeps to know repeats by; null of the embedded engine.</summary>
    public required SparkState? SparkState { get; init; }

    public required IReadOnlyList<LedgerPartition> Partitions { get; init; }

    public required IReadOnlyList<LedgerTable> Tables { get; init; }
}
