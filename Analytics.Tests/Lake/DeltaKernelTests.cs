using System.Text.Json.Nodes;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

[Trait("Category", "Delta")]
public sealed class DeltaKernelTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();
    private readonly DeltaTable _table;

    public DeltaKernelTests() => _table = new DeltaTable(_folder.At("events")) { CheckpointInterval = 4 };

    public void Dispose() => _folder.Dispose();

    [Theory(Skip = DeltaKernel.Missing, SkipType = typeof(DeltaKernel), SkipWhen = nameof(DeltaKernel.IsMissing))]
    [InlineData(3)]
    [InlineData(4)]
    [InlineData(6)]
    public async Task Kernel_ReadsWhatWeRead(int lastVersion)
    {
        using var duck = new Duck();
        var snapshot = CommitVersions(duck, lastVersion);
        File.Exists(_folder.At("events", "_delta_log", "_last_checkpoint")).ShouldBe(lastVersion >= 4);
        if (lastVersion > 4)
        {
            // Only the checkpoint can supply what these held.
            Enumerable.Range(0, 4).ToList().ForEach(version => File.Delete(_folder.At("events", "_delta_log", $"{version:D20}.json")));
        }

        var dump = await DeltaKernel.DumpAsync(_table.Directory, rows: 1000, TestContext.Current.CancellationToken);

        var scan = LakeSql.Scan(_table.Directory, snapshot.Files, snapshot.Schema);
        var expected = duck.Rows($"""SELECT id, epoch_us("at"), kind, amount, share, paid, CASE WHEN payload IS NULL THEN '' ELSE 'binary' END, page FROM {scan} ORDER BY 1""");
        dump[0].ShouldBe($"version {lastVersion}");
        dump.ShouldContain($"files {snapshot.Files.Count}");
        dump.ShouldContain($"rows {snapshot.RowCount}");
        dump.Where(line => line.StartsWith("event-", StringComparison.Ordinal)).Select(Normalise).Order(StringComparer.Ordinal)
            .ShouldBe(expected.Select(row => Normalise(row.Replace('|', ','))).Order(StringComparer.Ordinal));
    }

    private static string Normalise(string row) => row.Replace("True", "true", StringComparison.Ordinal).Replace("False", "false", StringComparison.Ordinal)
        .Replace(".0,", ",", StringComparison.Ordinal);

    /// <summary>Appends; version 2 adds a column, version 3 replaces the first file, and every version is a version of its own kind.</summary>
    private DeltaSnapshot CommitVersions(Duck duck, int lastVersion)
    {
        var wider = new LakeSchema([.. EventTable.Schema.Columns, new LakeColumn("page", LakeType.String, Nullable: true)]);
        DeltaSnapshot? snapshot = null;
        for (var version = 0; version <= lastVersion; version++)
        {
            var schema = version < 2 ? EventTable.Schema : wider;
            var select = version < 2 ? EventTable.Rows(40, version * 100) : $"SELECT *, 'söme page' AS page FROM ({EventTable.Rows(40, version * 100)})";
            var file = EventTable.Write(duck, _table.Directory, $"part {version}=%.parquet", select, schema);
            snapshot = _table.Commit(snapshot, EventTable.Transaction(version, file) with
            {
                Schema = schema,
                Remove = version == 3 ? [snapshot!.Files[0]] : [],
                CommitInfo = new JsonObject { ["ingest"] = new JsonObject { ["batch"] = version } },
            });
        }

        return snapshot!;
    }
}
