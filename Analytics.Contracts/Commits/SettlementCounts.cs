namespace Analytics.Contracts.Commits;

/// <summary>The second line of the ledger. Unit: rows of the staged table. Accepted + folded in = gold + quarantined + discarded + pending.</summary>
/// <param name="Gold">Rows promoted to gold.</param>
/// <param name="Quarantined">Rows kept out of gold by a critical expectation.</param>
/// <param name="Discarded">Quarantined rows given up after a look.</param>
public sealed record SettlementCounts(long Gold, long Quarantined, long Discarded)
{
    /// <summary>No rows.</summary>
    public static SettlementCounts None { get; } = new(0, 0, 0);

    /// <summary>Rows that have been settled one way or another.</summary>
    public long Settled => Gold + Quarantined + Discarded;

    /// <summary>Adds two counts, outcome by outcome.</summary>
    public static SettlementCounts operator +(SettlementCounts left, SettlementCounts right) =>
        new(left.Gold + right.Gold, left.Quarantined + right.Quarantined, left.Discarded + right.Discarded);
}
