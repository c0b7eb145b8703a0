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
}
