using Analytics.Lake.Log;
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
        Directory.GetFileSystemEntries(_folder.Directory).ShouldBe([_folder.At("gold")]);
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

    [Fact]
    public void Commit_DiskFull_IsAnIOErrorAndGoesOnWhenThereIsSpace()
    {
        const string variable = "ANALYTICS_TEST_SMALL_DISK";
        var disk = Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(disk is null, $"needs {variable}: an empty folder on a file system of at most a few MB, such as mount -t tmpfs -o size=256k");
        var table = new DeltaTable(Path.Combine(disk, "events")) { CheckpointInterval = 5 };
        var ballast = Path.Combine(disk, "ballast");
        try
        {
            var snapshot = table.Commit(null, EventTable.Transaction(0));
            var file = EventTable.Fake(table.Directory, new string('n', 200));
            var failures = 0;
            for (var batch = 1; batch <= 20; batch++)
            {
                Fill(ballast, leave: batch % 4 * 1000);
                try
                {
                    snapshot = table.Commit(snapshot, EventTable.Transaction(batch) with { CommitInfo = new() { ["text"] = new string('x', 6000) } });
                }
                catch (IOException)
                {
                    failures++;
                    Directory.GetFiles(Path.Combine(table.Directory, "_delta_log"), "*.tmp").ShouldBeEmpty();
                    table.Load()!.Version.ShouldBe(snapshot.Version);
                    File.Delete(ballast);
                    snapshot = table.Commit(snapshot, EventTable.Transaction(batch, batch == 1 ? [file] : []));
                }

                File.Delete(ballast);
            }

            failures.ShouldBeGreaterThan(0);
            new DeltaTable(table.Directory).Load()!.Version.ShouldBe(20);
        }
        finally
        {
            File.Delete(ballast);
            Directory.Delete(table.Directory, recursive: true);
        }
    }

    private static void Fill(string ballast, int leave)
    {
        using var file = new FileStream(ballast, FileMode.Create, FileAccess.Write, FileShare.None, bufferSize: 0);
        try
        {
            while (true)
            {
                file.Write(new byte[4096]);
            }
        }
        catch (IOException)
        {
            file.SetLength(Math.Max(0, file.Length - leave));
        }
    }
}
