using System.Globalization;
using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;
using Shouldly;

namespace Analytics.Tests.Crash;

/// <summary>
/// Walks every commit of <c>staging/events</c> and <c>gold/events</c> and holds both lines of the ledger against each: in total, per partition, and
/// against the rows that the commit's files hold.
/// </summary>
internal sealed class LedgerWalk
{
    private readonly LakeLayout _lake;
    private readonly List<(long Version, IngestCommit Ingest)> _ingests = [];

    private LedgerWalk(LakeLayout lake) => _lake = lake;

    public static void Verify(LakeLayout lake)
    {
        var walk = new LedgerWalk(lake);
        walk.Staging();
        walk.FilesHold(walk.Gold());
    }

    /// <summary>consumed = accepted + duplicate + late + dead-lettered.</summary>
    private void Staging()
    {
        var table = new DeltaTable(_lake.Staging(LakeLayout.Events));
        IngestCommit? before = null;
        var isWhole = KeptCommits.First(table) == 0;
        foreach (var commit in KeptCommits.Of(table))
        {
            var version = commit.Version;
            if (Record(commit, IngestCommit.Key) is not { } record)
            {
                // A merge changes no row; retention only takes rows out.
                (commit.DataChange && commit.Added.Count > 0).ShouldBeFalse($"staging version {version} brings rows that nobody counted");
                continue;
            }

            var ingest = record.Deserialize(CommitJson.Default.IngestCommit)!;
            var where = $"staging version {version}";
            ingest.Totals.IsBalanced.ShouldBeTrue(where);
            ingest.Partitions.ShouldAllBe(partition => partition.Totals.IsBalanced, where);
            ingest.Partitions.Aggregate(EventCounts.None, (sum, partition) => sum + partition.Totals).ShouldBe(ingest.Totals, where);
            if (before is null && !isWhole)
            {
                // What came before was cleaned up: this commit is where the walk begins.
                _ingests.Add((version, ingest));
                before = ingest;
                continue;
            }

            ingest.Batch.ShouldBe((before?.Batch ?? -1) + 1, where);
            commit.Added.Sum(file => file.RowCount).ShouldBe(ingest.Staged - (before?.Staged ?? 0), where);
            foreach (var partition in ingest.Partitions)
            {
                var last = before?.Partitions.FirstOrDefault(other => other.Partition == partition.Partition);
                (partition.Totals.Consumed - (last?.Totals.Consumed ?? 0)).ShouldBe(partition.NextOffset - partition.StartOffset, where);
                partition.StartOffset.ShouldBe(last?.NextOffset ?? partition.StartOffset, where);
            }

            _ingests.Add((version, ingest));
            before = ingest;
        }

        before.ShouldNotBeNull();
    }

    /// <summary>accepted + folded in = gold + quarantined + discarded + pending: what is settled is what was accepted up to the batch that the commit reaches.</summary>
    private AuditCommit Gold()
    {
        var table = new DeltaTable(_lake.Gold(LakeLayout.Events));
        AuditCommit? before = null;
        var isWhole = KeptCommits.First(table) == 0;
        var rows = isWhole ? new Dictionary<string, long>(StringComparer.Ordinal) : null;
        foreach (var commit in KeptCommits.Of(table))
        {
            var version = commit.Version;
            var where = $"gold version {version}";
            if (rows is null)
            {
                before = Follow(before, commit, where);
                continue;
            }

            var change = commit.Added.Sum(file => file.RowCount) - commit.Removed.Sum(path => rows[path]);
            commit.Removed.ToList().ForEach(path => rows.Remove(path).ShouldBeTrue(where));
            commit.Added.ToList().ForEach(file => rows.Add(file.Path, file.RowCount));
            if (Record(commit, AuditCommit.Key) is not { } record)
            {
                (commit.DataChange, change).ShouldBe((false, 0L), where);
                continue;
            }

            var audit = record.Deserialize(CommitJson.Default.AuditCommit)!;
            audit.FirstBatch.ShouldBe((before?.LastBatch ?? -1) + 1, where);
            audit.Totals.ShouldBe((before?.Totals ?? SettlementCounts.None) + audit.Rows, where);
            change.ShouldBe(audit.Rows.Gold, where);
            rows.Values.Sum().ShouldBe(audit.Totals.Gold, where);
            audit.Partitions.Aggregate(SettlementCounts.None, (sum, line) => sum + line.Totals).ShouldBe(audit.Totals, where);
            var accepted = _ingests.Last(pair => pair.Version <= audit.StagingVersion).Ingest;
            audit.Totals.Settled.ShouldBe(accepted.Staged, where);
            audit.Partitions.Select(line => (line.Partition, line.Totals.Settled))
                .ShouldBe(accepted.Partitions.Select(partition => (partition.Partition, partition.Staged)), where);
            audit.Partitions.ShouldAllBe(line => line.Totals.Gold >= 0 && line.Totals.Quarantined >= 0 && line.Totals.Discarded >= 0, where);
            before = audit;
        }

        return before.ShouldNotBeNull();
    }

    /// <summary>The lines of a log whose beginning was cleaned up: each settlement goes on where the one before stood.</summary>
    private static AuditCommit? Follow(AuditCommit? before, DeltaCommit commit, string where)
    {
        if (Record(commit, AuditCommit.Key) is not { } record)
        {
            return before;
        }

        var audit = record.Deserialize(CommitJson.Default.AuditCommit)!;
        audit.Partitions.Aggregate(SettlementCounts.None, (sum, line) => sum + line.Totals).ShouldBe(audit.Totals, where);
        if (before is not null)
        {
            audit.FirstBatch.ShouldBe(before.LastBatch + 1, where);
            audit.Totals.ShouldBe(before.Totals + audit.Rows, where);
        }

        return audit;
    }

    /// <summary>The rows of each partition are where the newest commit says.</summary>
    private void FilesHold(AuditCommit audit)
    {
        var gold = Count(_lake.Gold(LakeLayout.Events));
        var quarantined = Count(_lake.Quarantine(LakeLayout.Events));
        foreach (var line in audit.Partitions)
        {
            gold.GetValueOrDefault(line.Partition).ShouldBe(line.Totals.Gold, $"gold rows of partition {line.Partition}");
            quarantined.GetValueOrDefault(line.Partition).ShouldBe(line.Totals.Quarantined, $"quarantined rows of partition {line.Partition}");
        }
    }

    private static Dictionary<int, long> Count(string directory)
    {
        var counts = new Dictionary<int, long>();
        var table = new DeltaTable(directory);
        if (table.Load() is not { } snapshot)
        {
            return counts;
        }

        using var duck = new DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = $"SELECT _partition, count(*) FROM {LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)} GROUP BY ALL";
        using var reader = command.ExecuteReader();
        while (reader.Read())
        {
            counts.Add(Convert.ToInt32(reader.GetValue(0), CultureInfo.InvariantCulture), reader.GetInt64(1));
        }

        return counts;
    }

    private static JsonElement? Record(DeltaCommit commit, string key) =>
        commit.CommitInfo.ValueKind is JsonValueKind.Object && commit.CommitInfo.TryGetProperty(key, out var record) ? record : null;
}
