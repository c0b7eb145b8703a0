using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Tests.Lake;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Maintenance;

public sealed class CompactionTests : IDisposable
{
    private readonly MaintainedLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Run_WhileAWriterAppends_ChangesNoRowAndBoundsTheFiles()
    {
        var random = new Random(5);
        var expected = new List<string>();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var maintenance = _lake.Maintenance(time: TimeProvider.System);
        var running = Task.Run(() => maintenance.RunAsync(stop.Token), CancellationToken.None);

        // The writer only ever knows the snapshot that its own commit returned.
        DeltaSnapshot? snapshot = null;
        var seed = 0;
        for (var batch = 0; batch < 150; batch++)
        {
            var rows = random.Next(1, 60);
            expected.AddRange(_lake.Duck.Rows(EventTable.Rows(rows, seed)));
            snapshot = _lake.Append(snapshot, rows, seed, batch);
            seed += rows;
        }

        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (_lake.Table.Load()!.Files.Count >= MaintainedLake.Settings.MinFiles && !patience.IsCancellationRequested)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
        _lake.Failures.ShouldBeEmpty();
        var last = _lake.Table.Load()!;
        last.Files.Count.ShouldBeLessThan(MaintainedLake.Settings.MinFiles);
        _lake.Rows(last).Order().ShouldBe(expected.Order());
        _lake.Compactions().ShouldAllBe(commit => !commit.DataChange);
        _lake.Table.Follow(snapshot!).Files.Select(file => file.Path).ShouldBe(last.Files.Select(file => file.Path));
        last.RowCount.ShouldBe(expected.Count);
        last.Transactions["ingest"].ShouldBe(149);
    }

    /// <summary>Merged, the damage would get a checksum of its own.</summary>
    [Fact]
    public void Step_DamagedFile_IsNamedAndNotMerged()
    {
        var snapshot = AppendAll(count: 4);
        var file = Path.Combine(_lake.Table.Directory, snapshot.Files[2].Path);
        using (var stream = File.Open(file, FileMode.Append))
        {
            stream.WriteByte(0);
        }

        Drain(_lake.Maintenance());

        _lake.Failures.ShouldHaveSingleItem().Message.ShouldContain(file);
        _lake.Compactions().ShouldBeEmpty();
        _lake.FilesOnDisk().ShouldBe(4);
    }

    [Fact]
    public void Step_NeighboursInTheLog_AreMergedInTheirOrder()
    {
        var snapshot = AppendAll(count: 4);
        var before = _lake.Rows(snapshot);

        Drain(_lake.Maintenance());

        var after = _lake.Table.Load()!;
        var merged = after.Files.ShouldHaveSingleItem();
        _lake.Rows(after).ShouldBe(before);
        merged.Statistics["at"].Min.ShouldBe(snapshot.Files[0].Statistics["at"].Min);
        merged.Statistics["at"].Max.ShouldBe(snapshot.Files[^1].Statistics["at"].Max);
        merged.Statistics["kind"].NullCount.ShouldBe(snapshot.Files.Sum(file => file.Statistics["kind"].NullCount));
    }

    [Fact]
    public void Step_LargeFiles_KeepTheirRowGroups()
    {
        DeltaSnapshot? snapshot = null;
        for (var i = 0; i < 4; i++)
        {
            snapshot = _lake.Append(snapshot, rows: 20_000 + i, seed: i * 100_000, batch: i);
        }

        var before = _lake.Rows(snapshot!);
        Drain(_lake.Maintenance());

        var after = _lake.Table.Load()!;
        var merged = after.Files.ShouldHaveSingleItem();
        _lake.Rows(after).ShouldBe(before);
        _lake.Duck.Rows($"SELECT DISTINCT row_group_id, row_group_num_rows FROM parquet_metadata('{Path.Combine(_lake.Table.Directory, merged.Path)}') ORDER BY 1")
            .ShouldBe(["0|20000", "1|20001", "2|20002", "3|20003"]);
        merged.Statistics["amount"].Max.ShouldBe(snapshot!.Files[^1].Statistics["amount"].Max);
    }

    [Fact]
    public void Step_OlderFilesLackAColumn_ReadsItAsNull()
    {
        var snapshot = AppendAll(count: 3);
        var wider = EventTable.Schema.Merge(new([new("note", Analytics.Lake.Schema.LakeType.String, Nullable: true)]));
        var file = EventTable.Write(_lake.Duck, _lake.Table.Directory, "wider.parquet", $"SELECT *, 'n' || i AS note FROM ({EventTable.Rows(5, 900)}) CROSS JOIN (SELECT 1 AS i)", wider);
        snapshot = _lake.Table.Commit(snapshot, EventTable.Transaction(3, file) with { Schema = wider });
        var before = _lake.Rows(snapshot);

        Drain(_lake.Maintenance());

        var after = _lake.Table.Load()!;
        after.Files.ShouldHaveSingleItem().Statistics["note"].NullCount.ShouldBe(after.RowCount - 5);
        _lake.Rows(after).ShouldBe(before);
    }

    [Fact]
    public void Step_FilesNotConsumedYet_AreLeftAlone()
    {
        var consumed = -1L;
        DeltaSnapshot? snapshot = null;
        snapshot = _lake.Append(snapshot, 5, 0, 0);
        using var maintenance = _lake.Maintenance(() => consumed);
        maintenance.Drain(TestContext.Current.CancellationToken);
        for (var batch = 1; batch < 8; batch++)
        {
            snapshot = _lake.Append(snapshot, 5, batch * 5, batch);
        }

        maintenance.Drain(TestContext.Current.CancellationToken);
        _lake.Table.Load()!.Files.Count.ShouldBe(8);

        consumed = 4;
        maintenance.Drain(TestContext.Current.CancellationToken);
        var after = _lake.Table.Load()!;
        after.Files.Select(file => file.Path).ShouldBe([.. snapshot.Files.Skip(5).Select(file => file.Path), after.Files[^1].Path]);
        after.Files[^1].RowCount.ShouldBe(25);
    }

    [Fact]
    public void Step_AFileIsReplacedMeanwhile_DropsTheMergeAndTriesAgain()
    {
        var snapshot = AppendAll(count: 8);
        var replaced = false;
        using var maintenance = _lake.Maintenance(reached: step =>
        {
            if (step == LakeMaintenance.AfterWrite && !replaced)
            {
                replaced = true;
                _lake.Table.Commit(snapshot, EventTable.Transaction("audit", 0, _lake.Write(3, 500)) with { Remove = [snapshot.Files[1]] });
            }
        });

        maintenance.Drain(TestContext.Current.CancellationToken);

        _lake.Failures.ShouldBeEmpty();
        var after = _lake.Table.Load()!;
        var compaction = _lake.Compactions().ShouldHaveSingleItem();
        compaction.Removed.ShouldNotContain(snapshot.Files[1].Path);
        List<string> expected = [.. snapshot.Files.Where(file => file != snapshot.Files[1]).SelectMany(file => _lake.Duck.Rows($"SELECT id FROM '{_lake.Table.Directory}/{file.Path}'"))];
        expected.AddRange(_lake.Duck.Rows($"SELECT id FROM ({EventTable.Rows(3, 500)})"));
        _lake.Rows(after).Select(row => row[..row.IndexOf('|', StringComparison.Ordinal)]).Order().ShouldBe(expected.Order());

        // The eight files, the replacement and the merge that was committed: the one that lost is gone.
        _lake.FilesOnDisk().ShouldBe(8 + 1 + 1);
    }

    [Fact]
    public void Step_ADataFileIsDamaged_SaysSoAndLeavesTheTable()
    {
        var snapshot = AppendAll(count: 4);
        File.WriteAllText(Path.Combine(_lake.Table.Directory, snapshot.Files[2].Path), "no Parquet");

        Drain(_lake.Maintenance());

        _lake.Failures.ShouldHaveSingleItem().Message.ShouldContain(snapshot.Files[2].Path);
        _lake.Table.Load()!.Version.ShouldBe(snapshot.Version);
        _lake.FilesOnDisk().ShouldBe(4);
    }

    [Fact]
    public void Step_ASecondInstanceAtWork_EndsThisOne()
    {
        AppendAll(count: 8);
        using var other = _lake.Maintenance();
        using var maintenance = _lake.Maintenance(reached: step =>
        {
            if (step == LakeMaintenance.AfterWrite)
            {
                other.Drain(TestContext.Current.CancellationToken);
            }
        });

        Should.Throw<ConcurrentWriterException>(() => maintenance.Drain(TestContext.Current.CancellationToken));
        _lake.Table.Load()!.RowCount.ShouldBe(80);
    }

    private static void Drain(LakeMaintenance maintenance)
    {
        using (maintenance)
        {
            maintenance.Drain(TestContext.Current.CancellationToken);
        }
    }

    private DeltaSnapshot AppendAll(int count)
    {
        DeltaSnapshot? snapshot = null;
        for (var batch = 0; batch < count; batch++)
        {
            snapshot = _lake.Append(snapshot, 10, batch * 10, batch);
        }

        return snapshot!;
    }
}
