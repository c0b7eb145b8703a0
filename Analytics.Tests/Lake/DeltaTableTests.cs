using System.Text.Json.Nodes;
using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class DeltaTableTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DeltaTable _table;

    public DeltaTableTests() => _table = new DeltaTable(_folder.At("events"));

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_NoTable_IsNull() => _table.Load().ShouldBeNull();

    [Fact]
    public void Commit_ThenLoad_ReadsTheSameRows()
    {
        using var duck = new Duck();
        var first = EventTable.Write(duck, _table.Directory, "part-0 ä%.parquet", EventTable.Rows(100));
        var second = EventTable.Write(duck, _table.Directory, "sub/part-1.parquet", EventTable.Rows(50, seed: 1000));
        var snapshot = _table.Commit(null, EventTable.Transaction(0, first));
        _table.Commit(snapshot, EventTable.Transaction(1, second));

        var loaded = new DeltaTable(_table.Directory).Load().ShouldNotBeNull();

        loaded.Version.ShouldBe(1);
        loaded.RowCount.ShouldBe(150);
        loaded.Schema.ShouldBe(EventTable.Schema);
        loaded.Files.Select(file => file.Path).ShouldBe([first.Path, second.Path]);
        loaded.Transactions.ShouldBe(new Dictionary<string, long> { ["ingest"] = 1 });
        duck.Rows($"SELECT * FROM {LakeSql.Scan(_table.Directory, loaded.Files, loaded.Schema)} ORDER BY id")
            .ShouldBe(duck.Rows($"SELECT * FROM ({EventTable.Rows(100)}) UNION ALL SELECT * FROM ({EventTable.Rows(50, 1000)}) ORDER BY id"));
        loaded.Files.Zip([first, second]).ShouldAllBe(pair => SameStatistics(pair.First, pair.Second));
    }

    [Fact]
    public void Commit_WithCommitInfo_IsFoundByItsKey()
    {
        var snapshot = _table.Commit(null, EventTable.Transaction(0) with { CommitInfo = new JsonObject { ["ingest"] = new JsonObject { ["batch"] = 0 } } });
        snapshot = _table.Commit(snapshot, EventTable.Transaction("other", 5));

        var found = _table.FindLatestCommit(snapshot.Version, "ingest").ShouldNotBeNull();

        found.Version.ShouldBe(0);
        found.CommitInfo.GetProperty("ingest").GetProperty("batch").GetInt32().ShouldBe(0);
        found.DataChange.ShouldBeTrue();
        _table.FindLatestCommit(snapshot.Version, "audit").ShouldBeNull();
    }

    [Fact]
    public void Commit_NewColumn_WritesMetadataAndKeepsTheTablesId()
    {
        var snapshot = _table.Commit(null, EventTable.Transaction(0));
        var wider = new LakeSchema([.. EventTable.Schema.Columns, new LakeColumn("page", LakeType.String, Nullable: false)]);

        snapshot = _table.Commit(snapshot, EventTable.Transaction(1) with { Schema = wider });
        snapshot = _table.Commit(snapshot, EventTable.Transaction(2));

        snapshot.Schema.Columns[^1].ShouldBe(new LakeColumn("page", LakeType.String, Nullable: true));
        _table.ReadCommit(1)!.Schema.ShouldBe(snapshot.Schema);
        _table.ReadCommit(2)!.Schema.ShouldBeNull();
        _table.ReadCommit(1)!.Metadata!.Id.ShouldBe(_table.ReadCommit(0)!.Metadata!.Id);
    }

    [Fact]
    public void Commit_ChangedType_IsRefusedAndLeavesNothing()
    {
        var snapshot = _table.Commit(null, EventTable.Transaction(0));
        var other = new LakeSchema([new LakeColumn("kind", LakeType.String, Nullable: true)]);

        Should.Throw<InvalidOperationException>(() => _table.Commit(snapshot, EventTable.Transaction(1) with { Schema = other })).Message.ShouldContain("'kind'");

        LogNames().ShouldBe(["00000000000000000000.json"]);
    }

    [Fact]
    public void Commit_Replace_RemovesAndAddsInOneVersion()
    {
        var a = EventTable.Fake(_table.Directory, "a.parquet", rows: 3);
        var b = EventTable.Fake(_table.Directory, "b.parquet", rows: 5);
        var snapshot = _table.Commit(null, EventTable.Transaction(0, a));

        var replaced = _table.Commit(snapshot, EventTable.Transaction(1, b) with { Remove = [a], DataChange = false });

        replaced.Files.Select(file => file.Path).ShouldBe(["b.parquet"]);
        replaced.RowCount.ShouldBe(5);
        snapshot.Files.Select(file => file.Path).ShouldBe(["a.parquet"]);
        _table.ReadCommit(1)!.DataChange.ShouldBeFalse();
        _table.ReadCommit(1)!.Removed.ShouldBe(["a.parquet"]);
    }

    [Fact]
    public void Commit_RemoveOfAFileThatIsGone_IsRefused()
    {
        var a = EventTable.Fake(_table.Directory, "a.parquet");
        var snapshot = _table.Commit(null, EventTable.Transaction(0, a));
        _table.Commit(snapshot, EventTable.Transaction("compaction", 0) with { Remove = [a] });

        // The basis is stale: a.parquet is live in it.
        Should.Throw<InvalidOperationException>(() => _table.Commit(snapshot, EventTable.Transaction(1) with { Remove = [a] })).Message.ShouldContain("a.parquet");

        _table.Load()!.Version.ShouldBe(1);
    }

    [Theory]
    [InlineData("../a.parquet")]
    [InlineData("/a.parquet")]
    [InlineData("x/./a.parquet")]
    public void Commit_FileOutsideTheTable_IsRefused(string path)
    {
        var file = new DataFile { Path = path, Size = 0, RowCount = 0, ModificationTime = 0, Statistics = new Dictionary<string, ColumnStatistics>() };
        Should.Throw<ArgumentException>(() => _table.Commit(null, EventTable.Transaction(0, file)));
        _table.Load().ShouldBeNull();
    }

    [Fact]
    public void Commit_MissingDataFile_IsRefusedBeforeTheLogIsTouched()
    {
        var file = EventTable.Fake(_table.Directory, "a.parquet");
        File.Delete(_folder.At("events", "a.parquet"));

        Should.Throw<FileNotFoundException>(() => _table.Commit(null, EventTable.Transaction(0, file)));

        _table.Load().ShouldBeNull();
    }

    [Fact]
    public async Task WaitForCommit_ReturnsTheVersionOnceItAppears()
    {
        var snapshot = _table.Commit(null, EventTable.Transaction(0));
        var waiting = new DeltaTable(_table.Directory).WaitForCommitAsync(1, TimeSpan.FromMilliseconds(1), TimeProvider.System, TestContext.Current.CancellationToken);
        waiting.IsCompleted.ShouldBeFalse();

        _table.Commit(snapshot, EventTable.Transaction(7));

        (await waiting.WaitAsync(TimeSpan.FromSeconds(30), TestContext.Current.CancellationToken)).Transactions["ingest"].ShouldBe(7);
    }

    [Fact]
    public async Task WaitForCommit_Cancelled_Ends()
    {
        using var source = new CancellationTokenSource();
        var waiting = _table.WaitForCommitAsync(0, TimeSpan.FromHours(1), TimeProvider.System, source.Token);
        await source.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => waiting);
    }

    private static bool SameStatistics(DataFile left, DataFile right) =>
        left.Statistics.Count == right.Statistics.Count && left.Statistics.All(column => right.Statistics[column.Key] == column.Value);

    private string[] LogNames() => [.. Directory.GetFiles(_folder.At("events", "_delta_log")).Select(file => Path.GetFileName(file)!).Order()];
}
