using System.Globalization;
using Analytics.Lake.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class WriterLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Acquire_Held_NamesFileAndHolder()
    {
        using var held = WriterLock.Acquire(_folder.Path, "streaming");

        var message = Should.Throw<IOException>(() => WriterLock.Acquire(_folder.Path, "streaming")).Message;

        message.ShouldContain(_folder.At(".locks", "streaming.lock"));
        message.ShouldContain(Environment.ProcessId.ToString(CultureInfo.InvariantCulture));
    }

    [Theory]
    [InlineData("http://127.0.0.1:40123", "http://127.0.0.1:40123")]
    [InlineData("http://0.0.0.0:40123", "http://127.0.0.1:40123")]
    [InlineData("http://[::]:40123", "http://127.0.0.1:40123")]
    public void ReadAddress_IsOneToCall_AsLongAsTheLockIsHeld(string announced, string expected)
    {
        using (var held = WriterLock.Acquire(_folder.Path, "streaming"))
        {
            WriterLock.ReadAddress(_folder.Path, "streaming").ShouldBeNull();
            held.Announce(announced);
            WriterLock.ReadAddress(_folder.Path, "streaming").ShouldBe(expected);
        }

        WriterLock.ReadAddress(_folder.Path, "streaming").ShouldBeNull();
    }

    [Fact]
    public void Acquire_AfterRelease_Succeeds()
    {
        WriterLock.Acquire(_folder.Path, "streaming").Dispose();
        using var again = WriterLock.Acquire(_folder.Path, "streaming");
        using var other = WriterLock.Acquire(_folder.Path, "quality");
    }

    [Fact]
    public void Dispose_Twice_LeavesTheNextHoldersNameAlone()
    {
        var first = WriterLock.Acquire(_folder.Path, "streaming");
        first.Dispose();
        using var second = WriterLock.Acquire(_folder.Path, "streaming");
        first.Dispose();
        File.ReadAllText(_folder.At(".locks", "streaming.pid")).ShouldNotBeEmpty();
    }

    [Fact]
    public void LockFile_DeletedOrTakenByAnother_EndsItsHolder()
    {
        using var held = WriterLock.Acquire(_folder.Path, "streaming");
        var file = _folder.At(".locks", "streaming.lock");
        WriterLock.RequireHeld(_folder.At("gold", "events"));

        // Of another lake, though its name begins alike.
        using var other = WriterLock.Acquire(_folder.Path + "-2", "streaming");

        File.Delete(file);
        Should.Throw<ConcurrentWriterException>(() => WriterLock.RequireHeld(_folder.At("gold", "events"))).Message.ShouldContain(file);
        WriterLock.RequireHeld(_folder.Path + "-2");

        using var successor = WriterLock.Acquire(_folder.Path, "streaming");
        Should.Throw<ConcurrentWriterException>(() => WriterLock.RequireHeld(_folder.Path)).Message.ShouldContain(file);
        held.Dispose();
        WriterLock.RequireHeld(_folder.Path);
        Directory.Delete(_folder.Path + "-2", recursive: true);
    }

    [Fact]
    public void Commit_WithoutTheLock_IsNoCommit()
    {
        using var duck = new Duck();
        using var held = WriterLock.Acquire(_folder.Path, "streaming");
        var table = new DeltaTable(_folder.At("staging", "events"));
        Directory.CreateDirectory(table.Directory);
        var first = table.Commit(null, Transaction("a.parquet", 0));
        File.Delete(_folder.At(".locks", "streaming.lock"));

        Should.Throw<ConcurrentWriterException>(() => table.Commit(first, Transaction("b.parquet", 1)));

        table.Load()!.Version.ShouldBe(0);
        Directory.EnumerateFiles(_folder.At("staging", "events", "_delta_log"), ".*").ShouldBeEmpty();

        DeltaTransaction Transaction(string file, long batch) => EventTable.Transaction(batch, EventTable.Write(duck, table.Directory, file, EventTable.Rows(10)));
    }
}
