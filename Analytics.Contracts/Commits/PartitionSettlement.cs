namespace Analytics.Contracts.Commits;

/// <summary>The second line of the ledger for one partition of the topic.</summary>
/// <param name="Partition">The partition's number.</param>
/// <param name="Totals">Rows by outcome since the pipeline began.</param>
public sealed record PartitionSettlement(int Partition, SettlementCounts Totals);
