using Analytics.Contracts.Commits;
using Analytics.Contracts.Sql;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.Quality.Settlement;

namespace Analytics.Quality.Quarantine;

/// <summary>
/// The windows of a quarantined batch of a window table that no later batch has computed anew. Only these may come to gold: a window's rows are a
/// function of the events in gold, and the later batch knew more of them.
/// </summary>
/// <param name="Ranges">The ranges of window starts, disjoint and ascending.</param>
/// <param name="IsWhole">Whether gold got nothing of the batch: then a release replaces what gold holds for the ranges, else it adds to it.</param>
/// <param name="NewestLater">The newest batch that computed some of the windows anew; null when none did.</param>
internal sealed record WindowsOfBatch(IReadOnlyList<WindowRange> Ranges, bool IsWhole, long? NewestLater)
{
    /// <summary>A condition for the rows of these windows.</summary>
    public string Condition => Ranges.Count == 0
        ? "false"
        : string.Join(" OR ", Ranges.Select(range => $"({LakeSql.Identifier("window_start")} >= make_timestamp({range.From}) AND {LakeSql.Identifier("window_start")} < make_timestamp({range.To}))"));

    /// <exception cref="DecisionRefusedException">The settlement is no longer in gold's log.</exception>
    public static WindowsOfBatch Find(DeltaTable gold, long head, long batch)
    {
        var settlement = FindSettlement(gold, head, batch);
        IReadOnlyList<WindowRange> ranges = settlement.Audit.Windows!.Ranges;
        long? later = null;
        for (var version = settlement.Version + 1; version <= head; version++)
        {
            if (gold.ReadCommit(version) is { } commit && GateState.Read(commit) is { Decision: null, Windows: { } windows } audit)
            {
                var left = windows.Ranges.Aggregate(ranges, WindowRanges.Without);
                later = left.SequenceEqual(ranges) ? later : audit.LastBatch;
                ranges = left;
            }
        }

        return new WindowsOfBatch(ranges, settlement.Audit.Rows.Gold == 0, later);
    }

    /// <summary>Batches ascend with versions: the first version that is settled to the batch is its settlement.</summary>
    private static (long Version, AuditCommit Audit) FindSettlement(DeltaTable gold, long head, long batch)
    {
        var (low, high) = (0L, head);
        while (low < high)
        {
            var middle = low + ((high - low) / 2);
            var settledTo = gold.FindLatestCommit(middle, AuditCommit.Key) is { } commit ? GateState.Read(commit)!.LastBatch : -1;
            (low, high) = settledTo < batch ? (middle + 1, high) : (low, middle);
        }

        return gold.ReadCommitIfKept(low) is { } found && GateState.Read(found) is { } audit && audit.LastBatch == batch
            ? (low, audit)
            : throw new DecisionRefusedException($"the settlement of batch {batch} is no longer in gold's log, so its windows are not known; discard it and rebuild the table", isUnknown: false);
    }
}
