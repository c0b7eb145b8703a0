using Analytics.Lake.Files;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class LakeSqlTests : IDisposable
{
    private static readonly LakeSchema Wider = new([.. EventTable.Schema.Columns, new LakeColumn("it's \"new\"", LakeType.Timestamp, Nullable: true)]);
    private readonly TemporaryFolder _folder = new();
    private readonly Duck _duck = new();

    public void Dispose()
    {
        _duck.Dispose();
        _folder.Dispose();
    }

    [Theory]
    [InlineData("UTC")]
    [InlineData("Asia/Tokyo")]
    [InlineData("America/New_York")]
    public void CopyThenScan_GivesTheRows_WhateverTheTimeZone(string zone)
    {
        _duck.Run($"SET TimeZone = '{zone}'");
        var file = EventTable.Write(_duck, _folder.Path, "a.parquet", EventTable.Rows(100));

        _duck.Rows($"SELECT * FROM {Scan([file], EventTable.Schema)}").ShouldBe(_duck.Rows(EventTable.Rows(100)));
        _duck.Rows($"SELECT name, type, logical_type FROM parquet_schema('{_folder.At("a.parquet")}') WHERE name = 'at'")[0]
            .ShouldBe("at|INT64|TimestampType(isAdjustedToUTC=1, unit=TimeUnit(MILLIS=<null>, MICROS=MicroSeconds(), NANOS=<null>))");
    }

    [Fact]
    public void Scan_HasTheTypesOfTheSchema()
    {
        var file = EventTable.Write(_duck, _folder.Path, "a.parquet", EventTable.Rows(10));
        string[] types = ["VARCHAR", "TIMESTAMP", "INTEGER", "BIGINT", "DOUBLE", "BOOLEAN", "BLOB", "TIMESTAMP"];

        Types(Scan([file], Wider)).ShouldBe(types);
        Types(Scan([], Wider)).ShouldBe(types);
        Types(Scan([file], EventTable.Schema)).ShouldBe(types[..^1]);
    }

    [Fact]
    public void Scan_NoFiles_HasNoRows() => _duck.Scalar<long>($"SELECT count(*) FROM {Scan([], Wider)}").ShouldBe(0);

    [Fact]
    public void Scan_ColumnThatOlderFilesLack_ReadsAsNull()
    {
        var old = EventTable.Write(_duck, _folder.Path, "old's.parquet", EventTable.Rows(10));
        var young = EventTable.Write(_duck, _folder.Path, "young.parquet", $"SELECT *, \"at\" AS \"it's \"\"new\"\"\" FROM ({EventTable.Rows(7, 100)})", Wider);

        _duck.Rows($"SELECT count(*), count(\"it's \"\"new\"\"\") FROM {Scan([old, young], Wider)}").ShouldBe(["17|7"]);
        _duck.Rows($"SELECT count(*), count(\"it's \"\"new\"\"\") FROM {Scan([young, old], Wider)}").ShouldBe(["17|7"]);
        _duck.Rows($"SELECT count(*), count(\"it's \"\"new\"\"\") FROM {Scan([old], Wider)}").ShouldBe(["10|0"]);
        _duck.Rows($"SELECT count(*) FROM {Scan([old, young], EventTable.Schema)}").ShouldBe(["17"]);
    }

    [Fact]
    public void Scan_FilesWithColumnsInAnotherOrder_MatchesByName()
    {
        var forward = new LakeSchema([new LakeColumn("a", LakeType.Long, true), new LakeColumn("b", LakeType.Long, true)]);
        var backward = new LakeSchema([.. forward.Columns.Reverse()]);
        var first = EventTable.Write(_duck, _folder.Path, "1.parquet", "SELECT 1 AS a, 2 AS b", forward);
        var second = EventTable.Write(_duck, _folder.Path, "2.parquet", "SELECT 10 AS a, 20 AS b", backward);

        _duck.Rows($"SELECT * FROM {Scan([first, second], forward)} ORDER BY a").ShouldBe(["1|2", "10|20"]);
        _duck.Rows($"SELECT * FROM {Scan([second, first], forward)} ORDER BY a").ShouldBe(["1|2", "10|20"]);
    }

    [Theory]
    [InlineData(20, 35)]
    [InlineData(0, 1_000_000)]
    [InlineData(35, 20)]
    [InlineData(null, 5)]
    [InlineData(40, null)]
    [InlineData(null, null)]
    public void Scan_WithinBounds_GivesThoseRows_WhateverTheTimeZone(int? first, int? end)
    {
        _duck.Run("SET TimeZone = 'Asia/Tokyo'");
        var old = EventTable.Write(_duck, _folder.Path, "old.parquet", EventTable.Rows(30));
        var young = EventTable.Write(_duck, _folder.Path, "young.parquet", $"SELECT *, \"at\" AS \"it's \"\"new\"\"\" FROM ({EventTable.Rows(20, 30)})", Wider);
        var (from, to) = (Time(first) ?? long.MinValue, Time(end) ?? long.MaxValue);
        var rows = _duck.Rows($"SELECT id FROM ({EventTable.Rows(50)}) WHERE epoch_us(\"at\") >= {from} AND epoch_us(\"at\") < {to} ORDER BY id");

        foreach (var schema in new[] { EventTable.Schema, Wider })
        {
            _duck.Rows($"SELECT id FROM {LakeSql.Scan(_folder.Path, [old, young], schema, new TimeBounds("at", from, to))} ORDER BY id").ShouldBe(rows);
            _duck.Rows($"SELECT id FROM {LakeSql.Scan(_folder.Path, [], schema, new TimeBounds("at", from, to))}").ShouldBeEmpty();
        }

        static long? Time(int? row) => row is { } number ? 1767225600000000 + (number * 1_000_001L) : null;
    }

    /// <summary>So that row groups whose statistics rule them out are not read: an hour's file of a day's compaction may hold one minute that is wanted.</summary>
    [Fact]
    public void Scan_WithinBounds_FiltersInTheReaderOfTheFile()
    {
        var file = EventTable.Write(_duck, _folder.Path, "a.parquet", EventTable.Rows(10));
        var scan = LakeSql.Scan(_folder.Path, [file], EventTable.Schema, new TimeBounds("at", 1767225600000000, 1767225602000000));

        string.Concat(_duck.Rows($"EXPLAIN SELECT id FROM {scan}")).ShouldMatch("(?s)READ_PARQUET.*Filters:.*at>=");
    }

    [Fact]
    public void Copy_IntegerBeyondTheColumn_IsAnError()
    {
        var schema = new LakeSchema([new LakeColumn("n", LakeType.Long, Nullable: true)]);
        Should.Throw<Exception>(() => _duck.Run(LakeSql.Copy("SELECT 9223372036854775808::HUGEINT AS n", _folder.At("n.parquet"), schema)));
        File.Exists(_folder.At("n.parquet")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("it's")]
    [InlineData("a\0b'c\0")]
    [InlineData("\0")]
    public void Literal_IsTheText(string text) => _duck.Scalar<string>($"SELECT {LakeSql.Literal(text)}").ShouldBe(text);

    private string Scan(DataFile[] files, LakeSchema schema) => LakeSql.Scan(_folder.Path, files, schema);

    private string[] Types(string scan) => [.. _duck.Rows($"SELECT column_type FROM (DESCRIBE SELECT * FROM {scan})")];
}
