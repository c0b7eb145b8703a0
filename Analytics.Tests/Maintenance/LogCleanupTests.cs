using System.Text.Json.Nodes;
using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Tests.Lake;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Maintenance;

public sealed class LogCleanupTests
{
    private static readonly string[] Keys = ["ingest", "audit", "release"];

    /// <summary>Random logs, readers and ages against the promises: nothing needed goes, the state and every newest record stay.</summary>
    [Fact]
    public void Cleanup_AnyLog_KeepsTheStateAndEverythingThatIsNeeded() => Gen.Select(
        Gen.Select(Gen.Int[0, 9], Gen.Int[0, 300]).Array[1, 60], Gen.Long[0, 70], Gen.Int[1, 9]).Sample(
        (commits, needed, interval) =>
        {
            using var lake = new MaintainedLake(interval);
            var times = new List<DateTimeOffset>();
            foreach (var (kind, seconds) in commits)
            {
                lake.Time.Advance(TimeSpan.FromSeconds(seconds));
                times.Add(lake.Time.GetUtcNow());
                Commit(lake, times.Count - 1, kind switch { < 6 => "ingest", < 8 => "audit", 8 => "release", _ => null });
            }

            var before = lake.Table.Load()!;
            var records = Keys.ToDictionary(key => key, key => lake.Table.FindLatestCommit(before.Version, key)?.Version);

            Drain(lake, needed);

            var oldest = lake.Time.GetUtcNow() - MaintainedLake.Settings.LogRetention;
            var checkpoint = before.Version / interval * interval;
            for (var version = 0L; version <= before.Version; version++)
            {
                var mustStay = version >= needed || version >= checkpoint || times[(int)version] > oldest || records.ContainsValue(version);
                (lake.Table.ReadCommitIfKept(version) is not null).ShouldBe(mustStay, $"version {version}");
                if (!mustStay)
                {
                    Should.Throw<VersionGoneException>(() => lake.Table.ReadCommit(version));
                }
            }

            lake.Table.ReadCommit(before.Version + 1).ShouldBeNull();
            var after = lake.Table.Load()!;
            after.Files.Select(file => file.Path).ShouldBe(before.Files.Select(file => file.Path));
            after.Transactions.ShouldBe(before.Transactions);
            Keys.ToDictionary(key => key, key => lake.Table.FindLatestCommit(after.Version, key)?.Version).ShouldBe(records);
            lake.Failures.ShouldBeEmpty();
        },
        iter: 40,
        threads: 1);

    [Fact]
    public void Cleanup_StoppedBeforeAnyDelete_GoesOnAndNobodyNotices()
    {
        using var lake = new MaintainedLake(checkpointInterval: 4);
        CommitAll(lake, 21);
        lake.Time.Advance(TimeSpan.FromHours(1));
        for (var stopAt = 1; stopAt < 6; stopAt++)
        {
            var reached = 0;
            using var stopped = Maintenance(lake, long.MaxValue, step =>
            {
                if (step == LakeMaintenance.BeforeLogCleanup && ++reached == stopAt)
                {
                    throw new IOException("stopped");
                }
            });
            stopped.Drain(TestContext.Current.CancellationToken);
            lake.Failures.Count.ShouldBe(stopAt);
            lake.Table.Load()!.Files.Count.ShouldBe(21);
            lake.Table.FindLatestCommit(20, "ingest")!.Version.ShouldBe(20);
        }

        lake.Failures.Clear();
        Drain(lake, long.MaxValue);
        lake.Failures.ShouldBeEmpty();
        lake.Table.Versions().Order().ShouldBe([20]);
    }

    [Fact]
    public void Commit_OfAWriterThatWasAway_IsRebasedOntoWhatTheCheckpointHolds()
    {
        using var lake = new MaintainedLake(checkpointInterval: 4);
        var old = CommitAll(lake, 3);
        CommitAll(lake, 20, from: 3);
        lake.Time.Advance(TimeSpan.FromHours(1));
        Drain(lake, long.MaxValue);

        var committed = lake.Table.Commit(old, EventTable.Transaction("other", 0, EventTable.Fake(lake.Table.Directory, "other.parquet")));

        committed.Version.ShouldBe(23);
        committed.Files.Count.ShouldBe(24);
        lake.Table.Load()!.Files.Count.ShouldBe(24);
        lake.Table.Follow(old).Files.Count.ShouldBe(24);
        Should.Throw<ConcurrentWriterException>(() => lake.Table.Commit(old, EventTable.Transaction(3, EventTable.Fake(lake.Table.Directory, "again.parquet"))));
        Should.Throw<ConcurrentWriterException>(() => lake.Table.Commit(old, EventTable.Transaction(23, EventTable.Fake(lake.Table.Directory, "again.parquet"))));
        Should.Throw<FileNotLiveException>(() => lake.Table.Commit(old, EventTable.Transaction("third", 0) with { Remove = [EventTable.Fake(lake.Table.Directory, "never.parquet")] }));
        lake.Table.Load()!.Version.ShouldBe(23);
    }

    [Fact]
    public async Task Wait_ForAVersionThatIsGone_SaysSo()
    {
        using var lake = new MaintainedLake(checkpointInterval: 4);
        CommitAll(lake, 10);
        lake.Time.Advance(TimeSpan.FromHours(1));
        Drain(lake, long.MaxValue);

        var wait = lake.Table.WaitForCommitAsync(5, TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);

        (await Should.ThrowAsync<VersionGoneException>(() => wait)).Message.ShouldContain($"{5:D20}.json");
        var mark = new CommitMark<long>(lake.Table.Directory, "ingest", value => value.GetProperty("batch").GetInt64());
        mark.Read().ShouldBe(9);
    }

    [Fact]
    public void Mark_FallsBehindTheLog_GoesOnFromTheCheckpoint()
    {
        using var lake = new MaintainedLake(checkpointInterval: 4);
        CommitAll(lake, 3);
        var mark = new CommitMark<long>(lake.Table.Directory, "ingest", value => value.GetProperty("batch").GetInt64());
        mark.Read().ShouldBe(2);
        CommitAll(lake, 20, from: 3);
        lake.Time.Advance(TimeSpan.FromHours(1));
        Drain(lake, long.MaxValue);

        mark.Read().ShouldBe(22);
    }

    [Fact]
    public void Cleanup_TheCheckpointIsDamaged_DeletesNothing()
    {
        using var lake = new MaintainedLake(checkpointInterval: 4);
        CommitAll(lake, 10);
        lake.Time.Advance(TimeSpan.FromHours(1));
        var checkpoint = Path.Combine(lake.Table.Directory, "_delta_log", $"{8:D20}.checkpoint.parquet");
        Drain(lake, long.MaxValue);
        lake.Table.Versions().Count().ShouldBe(2);
        CommitAll(lake, 10, from: 10);
        lake.Time.Advance(TimeSpan.FromHours(1));
        File.WriteAllText(checkpoint.Replace($"{8:D20}", $"{16:D20}", StringComparison.Ordinal), "no Parquet");

        Drain(lake, long.MaxValue);

        lake.Failures.ShouldHaveSingleItem().Message.ShouldContain("16.checkpoint.parquet");
        lake.Table.Versions().Count().ShouldBe(12);
    }

    [Theory(Skip = DeltaKernel.Missing, SkipType = typeof(DeltaKernel), SkipWhen = nameof(DeltaKernel.IsMissing))]
    [InlineData(0)]
    [InlineData(3)]
    [Trait("Category", "Delta")]
    public async Task Kernel_AfterCleanupAndRetention_ReadsWhatWeRead(int later)
    {
        using var lake = new MaintainedLake(checkpointInterval: 4);
        DeltaSnapshot? snapshot = null;
        for (var batch = 0; batch < 13; batch++)
        {
            snapshot = lake.Append(snapshot, 10, batch * 10, batch);
        }

        lake.Time.Advance(TimeSpan.FromHours(2));
        using (var maintenance = lake.Maintenance(() => long.MaxValue - 1, needed: () => long.MaxValue, expiry: file => file.Statistics["id"].Min is "event-00000000"))
        {
            maintenance.Drain(TestContext.Current.CancellationToken);
            lake.Time.Advance(TimeSpan.FromHours(2));
            maintenance.Drain(TestContext.Current.CancellationToken);
        }

        for (var batch = 13; batch < 13 + later; batch++)
        {
            snapshot = lake.Append(lake.Table.Load(), 10, batch * 10, batch);
        }

        lake.Table.Versions().ShouldNotContain(0);
        var expected = lake.Table.Load()!;
        var dump = await DeltaKernel.DumpAsync(lake.Table.Directory, rows: 1000, TestContext.Current.CancellationToken);
        dump[0].ShouldBe($"version {expected.Version}");
        dump.ShouldContain($"files {expected.Files.Count}");
        dump.ShouldContain($"rows {120 + (later * 10)}");
        lake.Failures.ShouldBeEmpty();
    }

    private static void Drain(MaintainedLake lake, long needed)
    {
        using var maintenance = Maintenance(lake, needed);
        maintenance.Drain(TestContext.Current.CancellationToken);
    }

    /// <summary>Without merging: the files are no real ones.</summary>
    private static LakeMaintenance Maintenance(MaintainedLake lake, long needed, Action<string>? reached = null) => new(
        [new MaintainedTable("table", lake.Table.Directory) { NeededVersion = () => needed }],
        MaintainedLake.Settings with { MinFiles = 1000 },
        Path.Combine(lake.Table.Directory, "tmp"),
        lake.Time,
        (_, error) => lake.Failures.Add(error),
        reached);

    private static DeltaSnapshot CommitAll(MaintainedLake lake, int count, int from = 0)
    {
        for (var version = from; version < from + count; version++)
        {
            Commit(lake, version, "ingest");
        }

        return lake.Table.Load()!;
    }

    private static void Commit(MaintainedLake lake, int version, string? key) => lake.Table.Commit(
        version == 0 ? null : lake.Table.Load(),
        EventTable.Transaction(key ?? "none", version, [.. Files(lake, version)]) with
        {
            CommitInfo = key is null ? [] : new JsonObject { [key] = new JsonObject { ["batch"] = version } },
        });

    private static IEnumerable<DataFile> Files(MaintainedLake lake, int version) => [EventTable.Fake(lake.Table.Directory, $"f{version}.parquet")];
}
