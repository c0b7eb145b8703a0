using Analytics.Lake.Log;
using Analytics.Tests.Crash;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class UnwritableLakeTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Commit_TableCantBeCreated_IsAnIOErrorAndLeavesNothing()
    {
        File.WriteAllText(_folder.At("gold"), "a file where the folder should be");
        var table = new DeltaTable(_folder.At("gold", "events"));

        Should.Throw<IOException>(() => table.Commit(null, EventTable.Transaction(0)));

        table.Load().ShouldBeNull();
        Directory.GetFileSystemEntries(_folder.Path).ShouldBe([_folder.At("gold")]);
    }

    [Fact]
    public void Commit_ReadOnlyLog_IsAnIOErrorAndLeavesNothing()
    {
        if (OperatingSystem.IsWindows() || Environment.UserName == "root")
        {
            Assert.Skip("needs Unix permissions, which root does not feel");
            return;
        }

        var table = new DeltaTable(_folder.At("events"));
        var snapshot = table.Commit(null, EventTable.Transaction(0));
        var log = _folder.At("events", "_delta_log");
        var mode = File.GetUnixFileMode(log);
        File.SetUnixFileMode(log, UnixFileMode.UserRead | UnixFileMode.UserExecute);
        try
        {
            Should.Throw<IOException>(() => table.Commit(snapshot, EventTable.Transaction(1)));
        }
        finally
        {
            File.SetUnixFileMode(log, mode);
        }

        Directory.GetFiles(log).Length.ShouldBe(1);
        table.Commit(snapshot, EventTable.Transaction(1)).Version.ShouldBe(1);
    }

    /// <summary>Data file, log file or checkpoint: whichever finds no space, nothing is committed by halves, and it goes on when there is some.</summary>
    [Fact]
    [Trait("Category", "Integration")]
    public void Commit_DiskFull_IsAnIOErrorAndGoesOnWhenThereIsSpace()
    {
        using var disk = SmallVolume.MountOrSkip(megabytes: 1);
        var table = new DeltaTable(Path.Combine(disk.Path, "events")) { CheckpointInterval = 5 };
        var log = Path.Combine(table.Directory, "_delta_log");
        var snapshot = table.Commit(null, EventTable.Transaction(0));
        var file = EventTable.Fake(table.Directory, new string('n', 200));
        var failures = 0;
        for (var batch = 1; batch <= 20; batch++)
        {
            // From nothing, where the log file fails, to enough for that but not for the checkpoint of every fifth version.
            disk.Fill(leave: batch % 5 * 4096);
            try
            {
                snapshot = table.Commit(snapshot, EventTable.Transaction(batch) with { CommitInfo = new() { ["text"] = new string('x', 6000) } });
            }
            catch (IOException)
            {
                failures++;
                Directory.GetFiles(log, ".*.tmp").ShouldBeEmpty();
                table.Load()!.Version.ShouldBe(snapshot.Version);
                disk.Free();
                snapshot = table.Commit(snapshot, EventTable.Transaction(batch, batch == 1 ? [file] : []));
            }

            Directory.GetFiles(log, ".*.tmp").ShouldBeEmpty();
            disk.Free();
        }

        failures.ShouldBeInRange(1, 19);
        new DeltaTable(table.Directory).Load()!.Version.ShouldBe(20);
    }
}
