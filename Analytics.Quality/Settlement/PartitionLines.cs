using Analytics.Contracts.Commits;

namespace Analytics.Quality.Settlement;

/// <summary>The second line of the ledger by partition of the topic.</summary>
internal static class PartitionLines
{
    /// <summary>
    /// The lines after a settlement. What ingest has staged up to the run's end is settled then, so nobody has to count the good rows: they are the rest.
    /// </summary>
    /// <param name="before">The lines before it.</param>
    /// <param name="ingest">The last ingest commit of the run; null for window tables, which have no partitions.</param>
    /// <param name="quarantined">Rows that it quarantines, by partition.</param>
    public static IReadOnlyList<PartitionSettlement> After(
        IReadOnlyList<PartitionSettlement> before, IngestCommit? ingest, IReadOnlyDictionary<int, long> quarantined)
    {
        if (ingest is null)
        {
            return before;
        }

        var known = before.ToDictionary(line => line.Partition, line => line.Totals);
        return [.. ingest.Partitions.Select(partition =>
        {
            var totals = known.GetValueOrDefault(partition.Partition, SettlementCounts.None);
            var kept = totals.Quarantined + quarantined.GetValueOrDefault(partition.Partition);
            return new PartitionSettlement(
                partition.Partition,
                new SettlementCounts(partition.Staged - kept - totals.Discarded, kept, totals.Discarded));
        })];
    }

    /// <summary>The lines after a decision about quarantined rows.</summary>
    /// <param name="before">The lines before it.</param>
    /// <param name="action">The decision.</param>
    /// <param name="rows">The rows decided about, by partition.</param>
    public static IReadOnlyList<PartitionSettlement> After(IReadOnlyList<PartitionSettlement> before, QuarantineAction action, IReadOnlyDictionary<int, long> rows) =>
    [
        .. before.Select(line =>
        {
            var moved = rows.GetValueOrDefault(line.Partition);
            return line with
            {
                Totals = line.Totals + (action is QuarantineAction.Release ? new SettlementCounts(moved, -moved, 0) : new SettlementCounts(0, -moved, moved)),
            };
        }),
    ];
}
