using Analytics.Lake.Files;
using Analytics.Lake.Parquet;
using Analytics.Lake.Schema;
using ParquetSharp;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

public sealed class RowGroupMergeTests : IDisposable
{
    private static readonly CancellationToken Never = CancellationToken.None;

    private readonly TemporaryFolder _folder = new();
    private readonly Duck _duck = new();

    public void Dispose()
    {
        _duck.Dispose();
        _folder.Dispose();
    }

    [Fact]
    public void Merge_DuckDbFiles_HasTheirRowsInOrderAndTheirStatistics()
    {
        _duck.Run("SET preserve_insertion_order = true");
        string[] files = [Write("a", EventTable.Rows(200_000)), Write("b", EventTable.Rows(3, 500_000)), Write("c", EventTable.Rows(130_000, 900_000))];

        RowGroupMerge.TryMerge(files, _folder.At("merged.parquet"), Never).ShouldBeTrue();

        var merged = ParquetFile.Describe(_folder.Path, "merged.parquet");
        merged.RowCount.ShouldBe(330_003);
        merged.Statistics["id"].ShouldBe(new ColumnStatistics("event-00000000", "event-01029999", 0));
        _duck.Scalar<long>($"""
            WITH merged AS (SELECT * EXCLUDE (file_row_number), file_row_number AS n FROM read_parquet('{_folder.At("merged.parquet")}', file_row_number = true)),
                apart AS (SELECT * EXCLUDE (f, r), row_number() OVER (ORDER BY f, r) - 1 AS n FROM (SELECT * EXCLUDE (filename, file_row_number), filename AS f, file_row_number AS r
                    FROM read_parquet(['{string.Join("','", files)}'], filename = true, file_row_number = true)))
            SELECT count(*) FROM ((FROM merged EXCEPT FROM apart) UNION ALL (FROM apart EXCEPT FROM merged))
            """).ShouldBe(0);
        _duck.Scalar<long>($"SELECT count(*) FROM read_parquet('{_folder.At("merged.parquet")}') WHERE id = 'event-00950000'").ShouldBe(1);
    }

    [Fact]
    public void Merge_ParquetSharpFiles_AreReadByAnotherReader()
    {
        string[] files = [.. Enumerable.Range(0, 5).Select(i => WriteWithIndexes($"s{i}.parquet", i * 1000))];

        RowGroupMerge.TryMerge(files, _folder.At("merged.parquet"), Never).ShouldBeTrue();

        using var reader = new ParquetFileReader(_folder.At("merged.parquet"));
        reader.FileMetaData.NumRowGroups.ShouldBe(10);
        reader.FileMetaData.NumRows.ShouldBe(1000);
        using var last = reader.RowGroup(9);
        using var column = last.Column(0).LogicalReader<string?>();
        column.ReadAll(100)[99].ShouldBe("value-4199");
        _duck.Scalar<long>($"SELECT count(DISTINCT s) FROM read_parquet('{_folder.At("merged.parquet")}')").ShouldBe(1000);
        _duck.Scalar<long>($"SELECT sum(n)::BIGINT FROM read_parquet('{_folder.At("merged.parquet")}')").ShouldBe(Enumerable.Range(0, 5).Sum(i => Enumerable.Range(i * 1000, 200).Sum(n => (long)n)));
    }

    [Fact]
    public void Merge_OfMergedFiles_IsStillTheSameRows()
    {
        string[] files = [.. Enumerable.Range(0, 4).Select(i => Write($"m{i}", EventTable.Rows(1000, i * 1000)))];
        RowGroupMerge.TryMerge(files[..2], _folder.At("first.parquet"), Never).ShouldBeTrue();
        RowGroupMerge.TryMerge(files[2..], _folder.At("second.parquet"), Never).ShouldBeTrue();

        RowGroupMerge.TryMerge([_folder.At("first.parquet"), _folder.At("second.parquet")], _folder.At("all.parquet"), Never).ShouldBeTrue();

        _duck.Rows($"SELECT id FROM read_parquet('{_folder.At("all.parquet")}')").ShouldBe(_duck.Rows($"SELECT 'event-' || lpad(i::VARCHAR, 8, '0') FROM range(4000) AS r(i)"));
    }

    [Fact]
    public void Merge_OtherColumns_IsRefused()
    {
        var wider = new LakeSchema([.. EventTable.Schema.Columns, new LakeColumn("page", LakeType.String, Nullable: true)]);
        var first = Write("a", EventTable.Rows(10));
        EventTable.Write(_duck, _folder.Path, "w.parquet", $"SELECT *, 'p' AS page FROM ({EventTable.Rows(10)})", wider);

        RowGroupMerge.TryMerge([first, _folder.At("w.parquet")], _folder.At("merged.parquet"), Never).ShouldBeFalse();
        RowGroupMerge.TryMerge([first, WriteWithIndexes("s.parquet", 0)], _folder.At("merged.parquet"), Never).ShouldBeFalse();

        File.Exists(_folder.At("merged.parquet")).ShouldBeFalse();
    }

    [Fact]
    public void Footer_WrittenAgain_HasTheSameBytes()
    {
        foreach (var file in (string[])[Write("a", EventTable.Rows(200_000)), WriteWithIndexes("s.parquet", 0)])
        {
            using var handle = File.OpenHandle(file);
            var footer = ParquetFooter.Read(handle);

            ParquetFooter.Write(footer.Metadata).ToArray().ShouldBe(File.ReadAllBytes(file)[(int)footer.Start..]);
        }
    }

    /// <summary>Each cut and thousands of files with wrong bytes in the footer: refused by name, or merged; never another error.</summary>
    [Fact]
    public void Merge_DamagedFooter_IsRefusedByName()
    {
        var file = Write("a", EventTable.Rows(10));
        var bytes = File.ReadAllBytes(file);
        using var handle = File.OpenHandle(file);
        var start = (int)ParquetFooter.Read(handle).Start;
        var random = new Random(4711);
        var refused = 0;
        for (var i = 0; i < bytes.Length + 1500; i++)
        {
            var damaged = bytes.ToArray();
            if (i < bytes.Length)
            {
                damaged = damaged[..i];
            }
            else
            {
                for (var hit = random.Next(1, 4); hit > 0; hit--)
                {
                    damaged[random.Next(start, damaged.Length)] = (byte)random.Next(256);
                }
            }

            var path = _folder.At("damaged.parquet");
            File.WriteAllBytes(path, damaged);
            try
            {
                RowGroupMerge.TryMerge([path, path], _folder.At("merged.parquet"), Never);
            }
            catch (InvalidDataException error)
            {
                error.Message.ShouldStartWith(path);
                refused++;
            }
        }

        refused.ShouldBeGreaterThan(bytes.Length);
    }

    private string Write(string name, string select)
    {
        EventTable.Write(_duck, _folder.Path, name + ".parquet", select);
        return _folder.At(name + ".parquet");
    }

    /// <summary>Two row groups of 100 rows, with page indexes, which a merge has to leave out.</summary>
    private string WriteWithIndexes(string name, int first)
    {
        using var properties = new WriterPropertiesBuilder().Compression(Compression.Snappy).EnableWritePageIndex().Build();
        using var writer = new ParquetFileWriter(_folder.At(name), [new Column<string?>("s"), new Column<long>("n")], properties);
        for (var group = 0; group < 2; group++)
        {
            var numbers = Enumerable.Range(first + (group * 100), 100).Select(n => (long)n).ToArray();
            using var rows = writer.AppendRowGroup();
            using (var column = rows.NextColumn().LogicalWriter<string?>())
            {
                column.WriteBatch([.. numbers.Select(n => $"value-{n}")]);
            }

            using (var column = rows.NextColumn().LogicalWriter<long>())
            {
                column.WriteBatch(numbers);
            }
        }

        writer.Close();
        return _folder.At(name);
    }
}
