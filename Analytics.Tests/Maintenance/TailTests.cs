using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Quality.Hosting;
using Analytics.Quality.Staging;
using Analytics.Tests.Api;
using Analytics.Tests.Quality.Settlement;
using Analytics.Tests.Streaming;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Maintenance;

/// <summary>Whoever follows a log sees nothing new in a compaction.</summary>
public sealed class TailTests
{
    private static readonly MaintenanceSettings Eager = new() { MinFiles = 2, ProcessorShare = 1, Interval = TimeSpan.FromMilliseconds(10) };

    [Fact]
    public async Task Ledger_OverMergedFiles_StaysBalancedAndTheSame()
    {
        using var lake = new TestLake();
        await using var following = await ApiServer.StartAsync(lake);
        for (var batch = 0; batch < 5; batch++)
        {
            lake.Stage(batch * 10, (batch + 1) * 10, new EventCounts((batch + 1) * 10, (batch + 1) * 10, 0, 0, 0));
        }

        for (var batch = 0; batch < 3; batch++)
        {
            lake.Settle(batch * 10, (batch + 1) * 10, new SettlementCounts(10, 0, 0), new SettlementCounts((batch + 1) * 10, 0, 0), batch);
        }

        lake.SettleWindows($"SELECT make_timestamp({TestLake.Start}) AS window_start, make_timestamp({TestLake.Start + TestLake.Minute}) AS window_end, 'a' AS tenant, 1 AS events", 2, TestLake.Start + TestLake.Minute);
        var before = (await following.GetAsync("/api/ledger")).Body.GetRawText();
        before.ShouldContain("\"balanced\":true");
        before.ShouldContain("\"pending\":20");

        var staging = new DeltaTable(lake.Layout.Staging(LakeLayout.Events));
        var settled = new CommitMark<long>(lake.Layout.Gold(LakeLayout.Events), AuditCommit.Key, audit => audit.GetProperty("stagingVersion").GetInt64());
        Drain([new MaintainedTable("staging/events", staging.Directory) { ConsumedVersion = () => settled.Read() ?? -1 }, .. QualityTables.Of([LakeLayout.Events, "metrics"], lake.Layout, TimeSpan.FromDays(7), TimeProvider.System)]);

        staging.Load()!.Files.Select(file => file.RowCount).ShouldBe([10, 10, 30], "two are not settled yet");
        new DeltaTable(lake.Layout.Gold(LakeLayout.Events)).Load()!.Files.ShouldHaveSingleItem().RowCount.ShouldBe(30);
        Drain([new MaintainedTable("staging/events", staging.Directory)]);
        staging.Load()!.Files.ShouldHaveSingleItem().RowCount.ShouldBe(50);

        (await following.GetAsync("/api/ledger")).Body.GetRawText().ShouldBe(before);
        await using var started = await ApiServer.StartAsync(lake);
        (await started.GetAsync("/api/ledger")).Body.GetRawText().ShouldBe(before);

        lake.Settle(30, 50, new SettlementCounts(20, 0, 0), new SettlementCounts(50, 0, 0), 5);
        var after = (await following.GetAsync("/api/ledger")).Body;
        after.GetProperty("balanced").GetBoolean().ShouldBeTrue();
        after.GetProperty("pending").GetInt64().ShouldBe(0);
    }

    [Fact]
    public async Task StagingTail_AfterCompaction_SettlesOnlyBatches()
    {
        using var lake = new SettlementLake();
        lake.StageEvents([1, 2]);
        lake.StageEvents([3]);
        await lake.SettleAllAsync(lake.Suite());
        Drain([new MaintainedTable("staging/events", lake.Layout.Staging(LakeLayout.Events))]);
        lake.StageEvents([4]);

        var staging = new DeltaTable(lake.Layout.Staging(LakeLayout.Events));
        var run = await new StagingTail(staging, 2, TimeProvider.System).ReadAsync(TestContext.Current.CancellationToken);
        run.Batches.ShouldHaveSingleItem().Number.ShouldBe(2);
        run.StagingVersion.ShouldBe(3);

        await lake.SettleAllAsync(lake.Suite());
        lake.Rows(lake.Gold(), "amount").ShouldBe(["1", "2", "3", "4"]);
    }

    [Fact]
    public async Task Ingest_RestartedOverMergedFiles_StillKnowsItsIds()
    {
        using var ingest = new IngestHarness { BatchRecords = 40 };
        var log = GeneratedEvent.Log(31, perPartition: 300);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var maintenance = Maintenance([new MaintainedTable("staging/events", ingest.Events.Directory) { HasOrphans = true }]);
        var merging = Task.Run(() => maintenance.RunAsync(stop.Token), CancellationToken.None);
        var random = new Random(31);

        var failures = await ingest.RunToEndAsync(GeneratedEvent.Records(log), () => 60, _ =>
        {
            if (random.Next(6) == 0)
            {
                throw new InvalidOperationException("killed here");
            }
        });

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => merging);
        failures.ShouldBeGreaterThan(0);
        ingest.Events.Load()!.Transactions.ShouldContainKey("compact");
        ingest.Accepted().ShouldBe(IngestModel.Of(log).Accepted);
    }

    [Fact]
    public async Task Windows_OverMergedGold_AreThoseOfTheModelAndNothingIsDirty()
    {
        using var plain = new IngestHarness { BatchRecords = 120 };
        using var merged = new IngestHarness { BatchRecords = 120 };
        var tables = new List<List<string>>();
        foreach (var ingest in new[] { plain, merged })
        {
            var windows = new WindowHarness(ingest);
            await ingest.RunToEndAsync(GeneratedEvent.Records(GeneratedEvent.Log(32, perPartition: 300)), () => 150);
            var last = ingest.Events.Load()!.Version;
            for (long version = 0; version <= last; version++)
            {
                windows.Promote(version);
                if (version % 2 == 0 && ingest == merged)
                {
                    var looks = 0;
                    await windows.RunAsync(() => ++looks > 10, TestContext.Current.CancellationToken);
                    Drain([new MaintainedTable("gold/events", ingest.Settings.Lake.Gold(LakeLayout.Events))]);
                }
            }

            await windows.RunAsync(() => Ended(windows), TestContext.Current.CancellationToken);
            if (ingest == merged)
            {
                var newest = windows.Newest("per_minute")!.GoldVersion;
                Drain([new MaintainedTable("gold/events", ingest.Settings.Lake.Gold(LakeLayout.Events))]);
                var looked = 0;
                await windows.RunAsync(() => ++looked > 20, TestContext.Current.CancellationToken);
                windows.Newest("per_minute")!.GoldVersion.ShouldBe(newest);
            }

            tables.Add([.. windows.Settled("per_minute"), .. windows.Settled("sliding")]);
        }

        tables[1].ShouldBe(tables[0]);
    }

    private static bool Ended(WindowHarness windows) => windows.Newest("per_minute") is { EndOfInput: true } && windows.Newest("sliding") is { EndOfInput: true };

    private static LakeMaintenance Maintenance(IEnumerable<MaintainedTable> tables) =>
        new(tables, Eager, Path.GetTempPath(), TimeProvider.System, (table, error) => throw new InvalidOperationException(table, error));

    private static void Drain(IEnumerable<MaintainedTable> tables)
    {
        using var maintenance = Maintenance(tables);
        maintenance.Drain(TestContext.Current.CancellationToken);
    }
}
