using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Lake.Sql;
using Analytics.Streaming.Maintenance;
using Analytics.Streaming.Telemetry;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>Staged rows and the log go as soon as nobody needs them: whatever restarts afterwards knows as much as before.</summary>
public sealed class StagingRetentionTests
{
    [Theory]
    [InlineData(21)]
    [InlineData(22)]
    public async Task Ingest_RestartsAfterEveryBatchWithEagerMaintenance_DecidesAsTheModelDoes(int seed)
    {
        using var harness = new IngestHarness { BatchRecords = 12 };
        var quality = new WindowHarness(harness);
        var log = Log(seed);
        var random = new Random(seed);
        var promoted = -1L;
        var side = new List<string>();

        await harness.RunToEndAsync(
            GeneratedEvent.Records(log),
            () => random.Next(4, 12),
            name =>
            {
                if (name != Fault.AfterCommit)
                {
                    return;
                }

                promoted = Promote(harness, quality, promoted, side);
                if (random.Next(3) == 0)
                {
                    Maintain(harness, promoted + 1);
                    throw new InvalidOperationException("injected");
                }
            });
        promoted = Promote(harness, quality, promoted, side);
        Maintain(harness, promoted + 1);

        var model = IngestModel.Of(log);
        Gold(harness).ShouldBe(model.Accepted);
        side.Count.ShouldBe(model.Side.Count);
        harness.LastCommit()!.Totals.Duplicate.ShouldBe(model.Duplicates);
        var staging = harness.Events.Load()!;
        staging.RowCount.ShouldBeLessThan(model.Accepted.Count, "some are forgotten");
        staging.RowCount.ShouldBeGreaterThan(0, "some ids may come again");
        harness.Events.Versions().Count().ShouldBeLessThan((int)staging.Version, "the log has been cleaned up");
    }

    [Fact]
    public async Task StagedFile_NotSettled_StaysHoweverOldItIs()
    {
        using var harness = new IngestHarness { BatchRecords = 12 };
        var random = new Random(3);
        await harness.RunToEndAsync(GeneratedEvent.Records(Log(seed: 3)), () => random.Next(4, 12));
        var rows = harness.Events.Load()!.RowCount;
        var versions = harness.Events.Versions().Count();
        versions.ShouldBeGreaterThan(52);

        Maintain(harness, published: 1000);
        harness.Events.Load()!.RowCount.ShouldBe(rows);
        harness.Events.Versions().Count().ShouldBe(versions);

        new WindowHarness(harness).Promote(10);
        Maintain(harness, published: 5);
        harness.Events.Load()!.RowCount.ShouldBeLessThan(rows);
        harness.Events.Versions().Order().First().ShouldBe(6, "publication has still to read it");
    }

    /// <summary>Partitions that keep pace, so that the watermark passes what is old.</summary>
    private static List<List<GeneratedEvent>> Log(int seed) =>
    [
        .. GeneratedEvent.Log(seed, perPartition: 300).Select(partition =>
            partition.ConvertAll(each => each with { Time = each.Time - partition[0].Time + GeneratedEvent.Epoch })),
    ];

    private static long Promote(IngestHarness harness, WindowHarness quality, long promoted, List<string> side)
    {
        for (; harness.Events.ReadCommit(promoted + 1) is { } commit; promoted++)
        {
            if (commit.Has(IngestCommit.Key))
            {
                quality.Promote(commit.Version);
                var ingest = commit.CommitInfo.GetProperty(IngestCommit.Key).Deserialize(CommitJson.Default.IngestCommit)!;
                side.AddRange(ingest.DeadLetterFiles.Concat(ingest.LateFiles)
                    .SelectMany(file => IngestHarness.Query($"SELECT \"partition\" || '/' || \"offset\" FROM read_parquet({LakeSql.Literal(Path.Combine(harness.Settings.Lake.Root, file))})")));
            }
        }

        return promoted;
    }

    /// <summary>As if it ran a day later, with the publishers at a version of their own.</summary>
    private static void Maintain(IngestHarness harness, long published)
    {
        var failures = new List<Exception>();
        using var maintenance = new LakeMaintenance(
            StreamingTables.Of(harness.Settings.Pipeline, harness.Settings.Lake).Select(table =>
                table.Name == "staging/events" ? table with { NeededVersion = () => published + 1 } : table),
            new MaintenanceSettings { MinFiles = 4, ProcessorShare = 1 },
            Path.Combine(harness.Root, "tmp"),
            new FakeTimeProvider(TimeProvider.System.GetUtcNow() + TimeSpan.FromDays(1)),
            (_, error) => failures.Add(error));
        maintenance.DeleteOrphans();
        maintenance.Drain(TestContext.Current.CancellationToken);
        failures.ShouldBeEmpty();
    }

    private static List<string> Gold(IngestHarness harness)
    {
        var gold = new DeltaTable(harness.Settings.Lake.Gold(LakeLayout.Events));
        var snapshot = gold.Load()!;
        return IngestHarness.Query($"SELECT _partition || '/' || _offset FROM {LakeSql.Scan(gold.Directory, snapshot.Files, snapshot.Schema)} ORDER BY _partition, _offset");
    }
}
