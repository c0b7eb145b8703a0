using System.Globalization;
using Analytics.Lake.Files;
using ParquetSharp;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class ParquetFileTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Describe_DuckDbFile_HasDuckDbsOwnMinMaxAndNulls()
    {
        using var duck = new Duck();
        duck.Run("SET preserve_insertion_order = true");
        var file = EventTable.Write(duck, _folder.Path, "a.parquet", $"SELECT * FROM ({EventTable.Rows(300_000)})");

        file.RowCount.ShouldBe(300_000);
        file.Size.ShouldBe(new FileInfo(_folder.At("a.parquet")).Length);
        Should(file, duck, "id", "min(id), max(id)");
        Should(file, duck, "at", "epoch_us(min(\"at\")), epoch_us(max(\"at\"))");
        Should(file, duck, "kind", "min(kind), max(kind)");
        Should(file, duck, "amount", "min(amount), max(amount)");
        Should(file, duck, "share", "min(share), max(share)");
        Should(file, duck, "paid", "NULL, NULL");
    }

    [Fact]
    public void Describe_ParquetSharpFile_OverSeveralRowGroups()
    {
        Column[] columns = [new Column<string?>("s"), new Column<long?>("n"), new Column<DateTime?>("t", LogicalType.Timestamp(isAdjustedToUtc: true, TimeUnit.Micros)), new Column<double?>("d")];
        using (var writer = new ParquetFileWriter(_folder.At("b.parquet"), columns))
        {
            Group(writer, ["m", null], [5, null], [DateTime.UnixEpoch.AddMicroseconds(7), null], [double.NaN, 1.5]);
            Group(writer, [null, null], [null, null], [null, null], [null, null]);
            Group(writer, ["z", "b"], [-9, 4], [DateTime.UnixEpoch.AddMicroseconds(-3), null], [-2.5, null]);
            writer.Close();
        }

        var file = ParquetFile.Describe(_folder.Path, "b.parquet");

        file.RowCount.ShouldBe(6);
        file.Statistics["s"].ShouldBe(new ColumnStatistics("b", "z", 3));
        file.Statistics["n"].ShouldBe(new ColumnStatistics(-9L, 5L, 3));
        file.Statistics["t"].ShouldBe(new ColumnStatistics(-3L, 7L, 4));
        file.Statistics["d"].ShouldBe(new ColumnStatistics(-2.5, 1.5, 3));
    }

    [Theory]
    [InlineData(5, 9, true)]
    [InlineData(0, 5, false)]
    [InlineData(0, 6, true)]
    [InlineData(8, 9, true)]
    [InlineData(9, 20, false)]
    public void MayContain_IsHalfOpen(long from, long to, bool expected)
    {
        var file = EventTable.Fake(_folder.Path, "x", rows: 3) with { Statistics = new Dictionary<string, ColumnStatistics> { ["n"] = new(5L, 8L, 1), ["nulls"] = new(null, null, 3) } };
        file.MayContain("n", from, to).ShouldBe(expected);
        file.MayContain("unknown", from, to).ShouldBeTrue();
        file.MayContain("nulls", from, to).ShouldBeFalse();
    }

    [Fact]
    public void Describe_AllNullColumn_HasNoBounds()
    {
        using var duck = new Duck();
        var file = EventTable.Write(duck, _folder.Path, "n.parquet", "SELECT 'x' AS id, TIMESTAMP '2026-01-01' AS \"at\", NULL AS kind, NULL AS amount, NULL AS share, NULL AS paid, NULL AS payload");
        file.Statistics["amount"].ShouldBe(new ColumnStatistics(null, null, 1));
    }

    [Fact]
    public void Describe_LongStrings_AreTruncatedAndStillBounds()
    {
        using var duck = new Duck();
        duck.Run($"COPY (SELECT unnest([repeat('a', 50), repeat('é', 40) || 'x', repeat('z', 31) || '😀😀']) AS s) TO '{_folder.At("s.parquet")}'");

        var statistics = ParquetFile.Describe(_folder.Path, "s.parquet").Statistics["s"];

        statistics.Min.ShouldBe(new string('a', 32));
        statistics.Max.ShouldBe(new string('é', 31) + "ê");
    }

    [Fact]
    public void Describe_LocalTimestamp_IsRefused()
    {
        using var duck = new Duck();
        duck.Run($"COPY (SELECT TIMESTAMP '2026-01-01' AS t) TO '{_folder.At("t.parquet")}'");
        Shouldly.Should.Throw<InvalidDataException>(() => ParquetFile.Describe(_folder.Path, "t.parquet")).Message.ShouldContain("'t'");
    }

    [Fact]
    public void Describe_TruncatedOrMissingFile_IsNamed()
    {
        using var duck = new Duck();
        EventTable.Write(duck, _folder.Path, "a.parquet", EventTable.Rows(10));
        var bytes = File.ReadAllBytes(_folder.At("a.parquet"));
        foreach (var length in (int[])[0, 3, 100, bytes.Length - 1])
        {
            File.WriteAllBytes(_folder.At("torn.parquet"), bytes[..length]);
            Shouldly.Should.Throw<InvalidDataException>(() => ParquetFile.Describe(_folder.Path, "torn.parquet")).Message.ShouldContain("torn.parquet");
        }

        Shouldly.Should.Throw<FileNotFoundException>(() => ParquetFile.Describe(_folder.Path, "gone.parquet")).Message.ShouldContain("gone.parquet");
    }

    private void Should(DataFile file, Duck duck, string column, string bounds)
    {
        var statistics = file.Statistics[column];
        var text = string.Format(CultureInfo.InvariantCulture, "{0}|{1}|{2}", statistics.Min, statistics.Max, statistics.NullCount);
        text.ShouldBe(duck.Rows($"SELECT {bounds}, count(*) - count(\"{column}\") FROM '{_folder.At("a.parquet")}'")[0]);
    }

    private static void Group(ParquetFileWriter writer, string?[] s, long?[] n, DateTime?[] t, double?[] d)
    {
        using var group = writer.AppendRowGroup();
        Write(group, s);
        Write(group, n);
        Write(group, t);
        Write(group, d);
    }

    private static void Write<T>(RowGroupWriter group, T[] values)
    {
        using var column = group.NextColumn().LogicalWriter<T>();
        column.WriteBatch(values);
    }
}
