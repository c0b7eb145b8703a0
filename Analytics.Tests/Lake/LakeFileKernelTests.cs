using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Parquet;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

/// <summary>A table with files of <see cref="LakeFileWriter"/>, of ParquetSharp, and merged of both, is to the Delta project's own kernel what it is to DuckDB.</summary>
[Trait("Category", "Delta")]
public sealed class LakeFileKernelTests : IDisposable
{
    private const int Rows = 45_000;

    private static readonly LakeSchema Schema = new(
    [
        new("id", LakeType.String, Nullable: false), new("page", LakeType.String, Nullable: true), new("at", LakeType.Timestamp, Nullable: true), new("n", LakeType.Long, Nullable: true),
        new("share", LakeType.Double, Nullable: true), new("paid", LakeType.Boolean, Nullable: true), new("part", LakeType.Integer, Nullable: true),
    ]);

    private readonly TemporaryFolder _folder = new();
    private readonly Duck _duck = new();

    public void Dispose()
    {
        _duck.Dispose();
        _folder.Dispose();
    }

    [Fact(Skip = DeltaKernel.Missing, SkipType = typeof(DeltaKernel), SkipWhen = nameof(DeltaKernel.IsMissing))]
    public async Task Kernel_FilesOfAllWriters_ReadsWhatDuckDbReads()
    {
        var table = new DeltaTable(_folder.At("events"));
        Directory.CreateDirectory(table.Directory);
        string[] files = ["ours.parquet", "theirs.parquet", "merged.parquet"];
        string[] paths = [.. files.Select(file => Path.Combine(table.Directory, file))];
        FileColumns.Write(new LakeFileWriter("test"), paths[0], Schema, Columns(0), [0, 9_000]);
        ParquetSharpColumns.Write(paths[1], Schema, Columns(1), "test");
        FileColumns.Write(new LakeFileWriter("test"), _folder.At("c.parquet"), Schema, Columns(2), [0]);
        RowGroupMerge.TryMerge([paths[0], _folder.At("c.parquet"), paths[1]], paths[2], TestContext.Current.CancellationToken).ShouldBeTrue();

        var snapshot = table.Commit(null, EventTable.Transaction(0, [.. files.Select(file => ParquetFile.Describe(table.Directory, file))]) with { Schema = Schema });

        var dump = await DeltaKernel.DumpAsync(table.Directory, rows: 5 * Rows, TestContext.Current.CancellationToken);
        dump.ShouldContain($"rows {5 * Rows}");
        dump.Where(line => line.StartsWith("event-", StringComparison.Ordinal)).Order(StringComparer.Ordinal).ShouldBe(_duck.Rows($"""
            SELECT concat_ws(',', id, coalesce(page, ''), epoch_us("at"), coalesce(n::VARCHAR, ''), coalesce(share::VARCHAR, ''), coalesce(paid::VARCHAR, ''), part)
            FROM {LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)}
            """).Order(StringComparer.Ordinal));
    }

    private static object?[][] Columns(int part)
    {
        var random = new Random(part);
        return
        [
            [.. Enumerable.Range(0, Rows).Select(_ => (object)$"event-{random.NextInt64():x16}{random.NextInt64():x16}")],
            [.. Enumerable.Range(0, Rows).Select(i => i % 11 == 0 ? null : $"söme page {random.Next(500)}")],
            [.. Enumerable.Range(0, Rows).Select(i => (object)(1_767_225_600_000_000 + (i * 33_333L) - random.Next(5_000_000)))],
            [.. Enumerable.Range(0, Rows).Select(i => (i % 5) switch { 0 => (object?)null, 1 => long.MinValue, 2 => long.MaxValue, _ => random.NextInt64() })],
            [.. Enumerable.Range(0, Rows).Select(i => i % 7 == 0 ? (object?)null : random.Next(1000) / 8.0)],
            [.. Enumerable.Range(0, Rows).Select(i => i / 1000 % 3 == 0 ? (object?)null : random.Next(2) == 0)],
            [.. Enumerable.Range(0, Rows).Select(i => (object)(i / 10_000))],
        ];
    }
}
