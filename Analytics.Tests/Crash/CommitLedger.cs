using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Shouldly;

namespace Analytics.Tests.Crash;

/// <summary>Both lines of the ledger in every commit: each follows from the one before it and from the rows that it brings.</summary>
internal static class CommitLedger
{
    public static void Check(LakeLayout lake)
    {
        var accepted = CheckIngest(new DeltaTable(lake.Staging(LakeLayout.Events)));
        CheckSettlements(new DeltaTable(lake.Gold(LakeLayout.Events)), accepted);
    }

    /// <returns>Rows accepted up to each batch, that one included.</returns>
    private static List<long> CheckIngest(DeltaTable staging)
    {
        var accepted = new List<long>();
        IngestCommit? before = null;
        foreach (var commit in Commits(staging))
        {
            if (!commit.CommitInfo.TryGetProperty(IngestCommit.Key, out var value))
            {
                commit.DataChange.ShouldBeFalse($"version {commit.Version} of {staging.Directory} brings rows without a batch");
                continue;
            }

            var ingest = value.Deserialize(CommitJson.Default.IngestCommit)!;
            var name = $"batch {ingest.Batch}";
            ingest.Batch.ShouldBe((before?.Batch ?? -1) + 1, name);
            commit.Transactions[IngestCommit.AppId].ShouldBe(ingest.Batch, name);
            ingest.Totals.IsBalanced.ShouldBeTrue(name);
            ingest.Partitions.Aggregate(default(EventCounts), (sum, partition) => sum + partition.Totals).ShouldBe(ingest.Totals, name);
            foreach (var partition in ingest.Partitions)
            {
                var was = before?.Partitions.SingleOrDefault(other => other.Partition == partition.Partition);
                partition.Totals.IsBalanced.ShouldBeTrue(name);
                partition.StartOffset.ShouldBe(was?.NextOffset ?? 0, $"{name}, partition {partition.Partition}");
                (partition.Totals.Consumed - (was?.Totals.Consumed ?? 0)).ShouldBe(partition.NextOffset - partition.StartOffset, $"{name}, partition {partition.Partition}");
            }

            (ingest.Totals.Accepted - (before?.Totals.Accepted ?? 0)).ShouldBe(commit.Added.Sum(file => file.RowCount), name);
            accepted.Add(ingest.Totals.Accepted);
            before = ingest;
        }

        return accepted;
    }

    private static void CheckSettlements(DeltaTable gold, List<long> accepted)
    {
        AuditCommit? before = null;
        foreach (var commit in Commits(gold))
        {
            if (!commit.CommitInfo.TryGetProperty(AuditCommit.Key, out var value))
            {
                commit.DataChange.ShouldBeFalse($"version {commit.Version} of {gold.Directory} brings rows without a settlement");
                continue;
            }

            var audit = value.Deserialize(CommitJson.Default.AuditCommit)!;
            var name = $"settlement of batches {audit.FirstBatch} to {audit.LastBatch}";
            audit.FirstBatch.ShouldBe((before?.LastBatch ?? -1) + 1, name);
            audit.Totals.ShouldBe((before?.Totals ?? default) + audit.Rows, name);
            audit.Totals.Settled.ShouldBe(accepted[(int)audit.LastBatch], name);
            commit.Added.Sum(file => file.RowCount).ShouldBe(audit.Rows.Gold, name);
            before = audit;
        }
    }

    private static IEnumerable<DeltaCommit> Commits(DeltaTable table)
    {
        for (var version = 0L; table.ReadCommit(version) is { } commit; version++)
        {
            yield return commit;
        }
    }
}
