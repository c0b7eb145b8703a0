using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Maintenance;

public sealed class VacuumTests : IDisposable
{
    private readonly MaintainedLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public void Vacuum_ReadersOfAnOlderVersion_KeepTheirFilesForTheRetention()
    {
        var reader = AppendAll(count: 4);
        var rows = _lake.Rows(reader);
        using var maintenance = _lake.Maintenance();
        maintenance.Drain(TestContext.Current.CancellationToken);
        _lake.Table.Load()!.Files.ShouldHaveSingleItem();

        _lake.Time.Advance(MaintainedLake.Settings.Retention - TimeSpan.FromSeconds(1));
        maintenance.Drain(TestContext.Current.CancellationToken);
        _lake.Rows(reader).ShouldBe(rows);

        _lake.Time.Advance(TimeSpan.FromMinutes(2));
        maintenance.Drain(TestContext.Current.CancellationToken);
        _lake.FilesOnDisk().ShouldBe(1);
        _lake.Rows(_lake.Table.Load()!).ShouldBe(rows);
        _lake.Failures.ShouldBeEmpty();
    }

    [Fact]
    public void Vacuum_AfterARestart_KnowsFromTheLogWhatWasRemoved()
    {
        AppendAll(count: 4);
        using (var first = _lake.Maintenance())
        {
            first.Drain(TestContext.Current.CancellationToken);
        }

        _lake.Time.Advance(MaintainedLake.Settings.Retention + TimeSpan.FromSeconds(1));
        using var second = _lake.Maintenance();
        second.Drain(TestContext.Current.CancellationToken);

        _lake.FilesOnDisk().ShouldBe(1);
    }

    [Fact]
    public void DeleteOrphans_AfterACrashBetweenWriteAndCommit_LeavesWhatTheLogNames()
    {
        var snapshot = AppendAll(count: 4);
        using (var crashed = _lake.Maintenance(reached: step =>
        {
            // What a killed process leaves: the file, and no commit.
            if (step == LakeMaintenance.AfterWrite)
            {
                var merged = Directory.GetFiles(_lake.Table.Directory, "compacted-*").ShouldHaveSingleItem();
                File.Copy(merged, merged.Replace(".parquet", "-left.parquet", StringComparison.Ordinal));
                File.WriteAllText(Path.Combine(_lake.Table.Directory, "_delta_log", ".commit.left.tmp"), "{");
            }
        }))
        {
            crashed.Drain(TestContext.Current.CancellationToken);
        }

        _lake.FilesOnDisk().ShouldBe(6);
        using var next = _lake.Maintenance();
        next.DeleteOrphans();

        // The merged file is live, and the four that it replaced are within the retention.
        _lake.FilesOnDisk().ShouldBe(5);
        Directory.GetFiles(Path.Combine(_lake.Table.Directory, "_delta_log"), ".*.tmp").ShouldBeEmpty();
        _lake.Rows(_lake.Table.Load()!).ShouldBe(_lake.Rows(snapshot));
        _lake.Failures.ShouldBeEmpty();
    }

    [Fact]
    public void DeleteOrphans_WithoutALog_TouchesNothing()
    {
        _lake.Write(3, 0);
        using var maintenance = _lake.Maintenance();

        maintenance.DeleteOrphans();

        _lake.FilesOnDisk().ShouldBe(1);
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
