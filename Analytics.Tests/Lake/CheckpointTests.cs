using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class CheckpointTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DeltaTable _table;

    public CheckpointTests() => _table = new DeltaTable(_folder.At("events")) { CheckpointInterval = 5 };

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_FromCheckpointAlone_EqualsLoadFromTheLog()
    {
        using var duck = new Duck();
        var committed = CommitVersions(duck, 12);
        var fromLog = Loaded(withoutCheckpoints: true);

        for (var version = 0; version <= 9; version++)
        {
            File.Delete(Commit(version));
        }

        var fromCheckpoint = Loaded(withoutCheckpoints: false);

        AssertSame(fromCheckpoint, committed);
        AssertSame(fromCheckpoint, fromLog);
        fromCheckpoint.Metadata.Id.ShouldBe(committed.Metadata.Id);
        fromCheckpoint.Metadata.Configuration.ShouldBe(committed.Metadata.Configuration);
        fromCheckpoint.Tombstones.Select(tombstone => tombstone.Path).ShouldBe(committed.Tombstones.Select(tombstone => tombstone.Path), ignoreOrder: true);
    }

    [Fact]
    public void ReadCommit_WithoutLoad_FindsTheTypesInTheCheckpoint()
    {
        using var duck = new Duck();
        CommitVersions(duck, 7);
        for (var version = 0; version <= 4; version++)
        {
            File.Delete(Commit(version));
        }

        var commit = new DeltaTable(_table.Directory).ReadCommit(7).ShouldNotBeNull();

        commit.Added[0].Statistics["at"].Min.ShouldBeOfType<long>();
        commit.Added[0].Statistics["id"].Min.ShouldBeOfType<string>();
    }

    [Fact]
    public void Load_StaleOrTornPointer_FallsBackToTheNewestCheckpoint()
    {
        using var duck = new Duck();
        var committed = CommitVersions(duck, 12);
        File.Delete(Commit(0));

        foreach (var pointer in (string[])["{\"version\":999,\"size\":1}", "{\"vers", "", "[]"])
        {
            File.WriteAllText(_folder.At("events", "_delta_log", "_last_checkpoint"), pointer);
            AssertSame(new DeltaTable(_table.Directory).Load()!, committed);
        }

        File.Delete(_folder.At("events", "_delta_log", "_last_checkpoint"));
        AssertSame(new DeltaTable(_table.Directory).Load()!, committed);
    }

    [Fact]
    public void Load_CorruptCheckpoint_FallsBackToTheJsonFiles()
    {
        using var duck = new Duck();
        var committed = CommitVersions(duck, 12);

        foreach (var damage in (Func<byte[], byte[]>[])[whole => whole[..^7], whole => whole[..20], _ => [], Flip])
        {
            var whole = File.ReadAllBytes(Checkpoint(10));
            File.WriteAllBytes(Checkpoint(10), damage(whole));
            AssertSame(new DeltaTable(_table.Directory).Load()!, committed);
            new DeltaTable(_table.Directory).ReadCommit(12)!.Added[0].Statistics["at"].Min.ShouldBeOfType<long>();
            File.WriteAllBytes(Checkpoint(10), whole);
        }
    }

    [Fact]
    public void Load_CorruptCheckpoint_FallsBackToTheOneBefore()
    {
        using var duck = new Duck();
        var committed = CommitVersions(duck, 12);
        File.Delete(Commit(0));
        File.WriteAllBytes(Checkpoint(10), Flip(File.ReadAllBytes(Checkpoint(10))));

        AssertSame(new DeltaTable(_table.Directory).Load()!, committed);
    }

    [Fact]
    public void Load_CorruptCheckpointAndNoJsonFiles_IsNamed()
    {
        using var duck = new Duck();
        CommitVersions(duck, 6);
        File.Delete(Commit(0));
        File.WriteAllBytes(Checkpoint(5), Flip(File.ReadAllBytes(Checkpoint(5))));

        Should.Throw<InvalidDataException>(() => new DeltaTable(_table.Directory).Load()).Message.ShouldContain(Checkpoint(5));
    }

    /// <summary>One bit in the middle of the pages, where Parquet has no checksum of its own.</summary>
    private static byte[] Flip(byte[] whole)
    {
        var flipped = whole.ToArray();
        flipped[whole.Length / 3] ^= 4;
        return flipped;
    }

    private string Checkpoint(int version) => _folder.At("events", "_delta_log", $"{version:D20}.checkpoint.parquet");

    [Fact]
    public void Commit_CheckpointCantBeWritten_StillCommits()
    {
        using var duck = new Duck();
        var snapshot = CommitVersions(duck, 4);
        Directory.CreateDirectory(_folder.At("events", "_delta_log", $"{5:D20}.checkpoint.parquet"));

        snapshot = _table.Commit(snapshot, EventTable.Transaction(5));

        snapshot.Version.ShouldBe(5);
        new DeltaTable(_table.Directory).Load()!.Version.ShouldBe(5);
        Directory.GetFiles(_folder.At("events", "_delta_log"), "*.tmp").ShouldBeEmpty();
    }

    [Fact]
    public void Tombstones_BeyondTheirRetention_AreForgotten()
    {
        var time = new Microsoft.Extensions.Time.Testing.FakeTimeProvider(DateTimeOffset.UnixEpoch.AddYears(56));
        var table = new DeltaTable(_folder.At("t")) { Time = time, CheckpointInterval = 0 };
        var a = EventTable.Fake(table.Directory, "a");
        var snapshot = table.Commit(null, EventTable.Transaction(0, a));
        snapshot = table.Commit(snapshot, EventTable.Transaction(1) with { Remove = [a] });
        for (var version = 2; version <= 128; version++)
        {
            snapshot.Tombstones.Count().ShouldBe(1);
            time.Advance(version == 100 ? TimeSpan.FromHours(2) : TimeSpan.FromSeconds(1));
            snapshot = table.Commit(snapshot, EventTable.Transaction(version));
        }

        snapshot.Tombstones.ShouldBeEmpty();
    }

    private DeltaSnapshot CommitVersions(Duck duck, int lastVersion)
    {
        DeltaSnapshot? snapshot = null;
        for (var version = 0; version <= lastVersion; version++)
        {
            var file = EventTable.Write(duck, _table.Directory, $"part-{version}.parquet", EventTable.Rows(10, version * 100));
            var remove = version % 3 == 2 ? new[] { snapshot!.Files[0] } : Array.Empty<DataFile>();
            snapshot = _table.Commit(snapshot, EventTable.Transaction(version % 2 == 0 ? "even" : "odd", version, file) with { Remove = remove });
        }

        return snapshot!;
    }

    private DeltaSnapshot Loaded(bool withoutCheckpoints)
    {
        if (!withoutCheckpoints)
        {
            return new DeltaTable(_table.Directory).Load()!;
        }

        var copy = _folder.At("copy", "_delta_log");
        Directory.CreateDirectory(copy);
        foreach (var file in Directory.GetFiles(_folder.At("events", "_delta_log"), "*.json"))
        {
            File.Copy(file, Path.Combine(copy, Path.GetFileName(file)));
        }

        return new DeltaTable(_folder.At("copy")).Load()!;
    }

    private string Commit(int version) => _folder.At("events", "_delta_log", $"{version:D20}.json");

    private static void AssertSame(DeltaSnapshot actual, DeltaSnapshot expected)
    {
        actual.Version.ShouldBe(expected.Version);
        actual.Schema.ShouldBe(expected.Schema);
        actual.RowCount.ShouldBe(expected.RowCount);
        actual.Transactions.ShouldBe(expected.Transactions, ignoreOrder: true);
        actual.Files.Select(Text).ShouldBe(expected.Files.Select(Text));
    }

    private static string Text(DataFile file) =>
        $"{file.Path} {file.Size} {file.RowCount} {file.ModificationTime} {string.Join(' ', file.Statistics.OrderBy(c => c.Key, StringComparer.Ordinal))}";
}
