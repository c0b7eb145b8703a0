using System.Globalization;
using Analytics.Lake.Files;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

/// <summary>Statistics of random files, as the log keeps them: they bound the data that DuckDB reads back, and a file is never skipped that has a matching row.</summary>
public sealed class StatisticsPropertyTests : IDisposable
{
    private static readonly LakeSchema Schema = new(
    [
        new("s", LakeType.String, Nullable: true), new("t", LakeType.Timestamp, Nullable: true), new("i", LakeType.Integer, Nullable: true),
        new("n", LakeType.Long, Nullable: true), new("x", LakeType.Double, Nullable: true), new("b", LakeType.Boolean, Nullable: true),
    ]);

    private readonly TemporaryFolder _folder = new();
    private readonly Duck _duck = new();

    public void Dispose()
    {
        _duck.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Statistics_OfRandomFiles_BoundTheData() => Gen.Int.Sample(Verify, iter: 8, threads: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public void Statistics_OfManyRandomFiles_BoundTheData() => Gen.Int.Sample(Verify, iter: 300, threads: 1);

    private void Verify(int seed)
    {
        var random = new Random(seed);
        var table = new DeltaTable(_folder.At($"t{Guid.NewGuid():N}")) { CheckpointInterval = 2 };
        DeltaSnapshot? snapshot = null;
        for (var batch = 0; batch < 3; batch++)
        {
            var file = EventTable.Write(_duck, table.Directory, $"{batch}.parquet", Rows(random), Schema);
            snapshot = table.Commit(snapshot, EventTable.Transaction(batch, file) with { Schema = Schema });
        }

        // From the checkpoint and from the JSON behind it.
        foreach (var file in new DeltaTable(table.Directory).Load()!.Files)
        {
            var scan = LakeSql.Scan(table.Directory, [file], Schema);
            file.RowCount.ShouldBe(_duck.Scalar<long>($"SELECT count(*) FROM {scan}"));
            foreach (var column in Schema.Columns)
            {
                var where = $"seed {seed}, {file.Path}, {column.Name}";
                var statistics = file.Statistics[column.Name];
                statistics.NullCount.ShouldBe(_duck.Scalar<long>($"SELECT count(*) - count({column.Name}) FROM {scan}"), where);
                if (statistics.Min is { } min)
                {
                    _duck.Scalar<long>($"SELECT count(*) FROM {scan} WHERE {column.Name} < {Literal(column.Type, min)}").ShouldBe(0, $"{where} min {min}");
                }

                if (statistics.Max is { } max)
                {
                    // NaN is the greatest double to DuckDB, Spark and the Delta readers.
                    _duck.Scalar<long>($"SELECT count(*) FROM {scan} WHERE {column.Name} > {Literal(column.Type, max)}").ShouldBe(0, $"{where} max {max}");
                }
            }

            Skipping(random, file, scan, seed);
        }
    }

    private void Skipping(Random random, DataFile file, string scan, int seed)
    {
        foreach (var (column, sql) in new[] { ("t", "epoch_us(t)"), ("n", "n"), ("i", "i") })
        {
            for (var range = 0; range < 4; range++)
            {
                var from = Number(random);
                var to = random.Next(2) == 0 ? from + random.Next(1, 3) : Number(random);
                if (_duck.Scalar<long>($"SELECT count(*) FROM {scan} WHERE {sql} >= {from} AND {sql} < {to}") > 0)
                {
                    file.MayContain(column, from, to).ShouldBeTrue($"seed {seed}, {file.Path}, {column} from {from} to {to}");
                }
            }
        }
    }

    private static string Literal(LakeType type, object bound) => (type, bound) switch
    {
        (LakeType.Timestamp, long micros) => $"make_timestamp({micros})",
        (_, long number) => $"({number.ToString(CultureInfo.InvariantCulture)})::BIGINT",
        (_, double number) => $"'{number.ToString("R", CultureInfo.InvariantCulture)}'::DOUBLE",
        _ => LakeSql.Literal((string)bound),
    };

    private static string Rows(Random random)
    {
        // Columns of nulls only come up too.
        var nulls = Schema.Columns.Select(_ => random.Next(4) switch { 0 => 0, 1 => 100, _ => 30 }).ToArray();
        string Maybe(int column, string value) => random.Next(100) < nulls[column] ? column == 1 ? "NULL::TIMESTAMP" : "NULL" : value;
        var rows = Enumerable.Range(0, random.Next(1, 12)).Select(_ =>
            $"({Maybe(0, Text(random))}, {Maybe(1, $"make_timestamp({Time(random)})")}, {Maybe(2, random.Next(int.MinValue, int.MaxValue).ToString(CultureInfo.InvariantCulture))}, "
            + $"{Maybe(3, $"'{Number(random)}'::BIGINT")}, {Maybe(4, Real(random))}, {Maybe(5, random.Next(2) == 0 ? "true" : "false")})");
        return $"SELECT * FROM (VALUES {string.Join(", ", rows)}) AS r(s, t, i, n, x, b)";
    }

    private static long Number(Random random) => random.Next(4) switch
    {
        0 => random.NextInt64(long.MinValue + 4, long.MaxValue - 4),
        1 => new[] { long.MaxValue - 4, long.MinValue + 4, (1L << 53) + 1, -(1L << 53) - 1 }[random.Next(4)],
        _ => random.Next(-3, 3),
    };

    // Years 1 to 9999, microseconds that milliseconds would cut, and times that have no text.
    private static long Time(Random random) => random.Next(6) switch
    {
        0 => new[] { -62_135_596_800_000_000, 253_402_300_799_999_999, -1, 0, 999, 1_000, 253_402_300_800_000_000, -70_000_000_000_000_000 }[random.Next(8)],
        _ => (random.NextInt64(-3, 4) * 1000) + random.Next(1000),
    };

    private static string Real(Random random) => $"'{(random.Next(3) == 0
        ? new[] { "NaN", "Infinity", "-Infinity", "-0.0", "0.0", "5e-324", "1.7976931348623157e308", "-1.7976931348623157e308" }[random.Next(8)]
        : ((random.NextDouble() - 0.5) * 1e3).ToString("R", CultureInfo.InvariantCulture))}'::DOUBLE";

    private static string Text(Random random)
    {
        string[] parts = ["a", "b", "é", "\uD7FF", "\uE000", "\uFFFD", "😀", "\U0010FFFF", "'", "\"", "\\", "\n", ""];
        var length = random.Next(5) switch { 0 => 0, 1 => random.Next(28, 40), 2 => random.Next(200, 300), _ => random.Next(6) };
        return LakeSql.Literal(string.Concat(Enumerable.Repeat(random.Next(3) == 0 ? "\U0010FFFF" : parts[random.Next(parts.Length)], length)) + parts[random.Next(parts.Length)]);
    }
}
