using Analytics.Lake.Files;
using Analytics.Lake.Parquet;
using Analytics.Lake.Schema;
using CsCheck;
using ParquetSharp;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Lake;

/// <summary>Files of <see cref="LakeFileWriter"/> against files of ParquetSharp with the same rows: two readers find the same in both, and the statistics are the same.</summary>
public sealed class LakeFileWriterTests : IDisposable
{
    private static readonly int[] Counts = [1, 2, 7, 63, 64, 65, 1023, 1025, 8192, 20_479, 20_480, 20_481, 41_000, 70_000];

    private readonly TemporaryFolder _folder = new();
    private readonly Duck _duck = new();
    private readonly LakeFileWriter _writer = new("test");

    public void Dispose()
    {
        _duck.Dispose();
        _folder.Dispose();
    }

    /// <summary>One writer for all of them: nothing may be left of the file before.</summary>
    [Fact]
    public void Write_RandomColumns_AreWhatParquetSharpWrites() => Gen.Int.Sample(Verify, iter: 40, threads: 1);

    [Fact]
    [Trait("Category", "Slow")]
    public void Write_ManyRandomColumns_AreWhatParquetSharpWrites() => Gen.Int.Sample(Verify, iter: 500, threads: 1);

    [Fact]
    public void Write_NullInRequiredColumn_IsRefused()
    {
        var schema = new LakeSchema([new LakeColumn("n", LakeType.Long, Nullable: false)]);

        Should.Throw<InvalidOperationException>(() => _writer.Write(_folder.At("a.parquet"), schema, (_, encoder) => ((ValueEncoder<long>)encoder).Append([1, 2], [1, 0], [0, 1])))
            .Message.ShouldContain("1 of 2 rows");
    }

    [Fact]
    public void Write_ColumnsOfDifferentLength_IsRefused()
    {
        var schema = new LakeSchema([new LakeColumn("a", LakeType.Long, Nullable: true), new LakeColumn("b", LakeType.Double, Nullable: true)]);

        Should.Throw<InvalidOperationException>(() => _writer.Write(_folder.At("a.parquet"), schema, (column, encoder) => encoder.AppendNulls(column.Name == "a" ? 3 : 4)))
            .Message.ShouldContain("4 rows");
    }

    [Fact]
    public void Write_FewTexts_HasADictionaryThatKeepsTheChunkSmall()
    {
        var schema = new LakeSchema([new LakeColumn("s", LakeType.String, Nullable: true)]);
        string?[] texts = [.. Enumerable.Range(0, 50_000).Select(i => $"tenant-{i * 7919 % 20}")];

        Write("few.parquet", schema, [texts], [0]);
        Write("many.parquet", schema, [[.. texts.Select((text, i) => $"{text}-{i}")]], [0]);

        Encodings("few.parquet").ShouldContain("RLE_DICTIONARY");
        Encodings("many.parquet").ShouldNotContain("RLE_DICTIONARY");
        new FileInfo(_folder.At("few.parquet")).Length.ShouldBeLessThan(50_000 * 5 / 8);
    }

    [Fact]
    public void Write_RandomIds_LiesUncompressed()
    {
        var random = new Random(1);
        var schema = new LakeSchema([new LakeColumn("s", LakeType.String, Nullable: false)]);

        Write("ids.parquet", schema, [[.. Enumerable.Range(0, 5000).Select(_ => new string([.. random.GetItems("0123456789abcdef".ToCharArray(), 36)]))]], [0]);

        _duck.Rows($"SELECT DISTINCT compression FROM parquet_metadata('{_folder.At("ids.parquet")}')").ShouldBe(["UNCOMPRESSED"]);
    }

    private string Encodings(string file) => _duck.Rows($"SELECT encodings FROM parquet_metadata('{_folder.At(file)}')").ShouldHaveSingleItem();

    private void Verify(int seed)
    {
        var random = new Random(seed);
        var count = Counts[random.Next(Counts.Length)];
        var schema = RandomColumns.Schema;
        var columns = schema.Columns.Select(column => RandomColumns.Values(random, column, count)).ToArray();
        var cuts = Enumerable.Range(0, random.Next(3)).Select(_ => random.Next(count)).Append(0).Distinct().Order().ToArray();

        Write("ours.parquet", schema, columns, cuts);
        ParquetSharpColumns.Write(_folder.At("theirs.parquet"), schema, columns, "test");

        var where = $"seed {seed}, {count} rows";
        var ours = ParquetFile.Describe(_folder.Path, "ours.parquet");
        var theirs = ParquetFile.Describe(_folder.Path, "theirs.parquet");
        ours.RowCount.ShouldBe(count, where);
        foreach (var column in schema.Columns)
        {
            ours.Statistics[column.Name].ShouldBe(theirs.Statistics[column.Name], $"{where}, {column.Name}");
        }

        using (var a = new ParquetFileReader(_folder.At("ours.parquet")))
        {
            for (var c = 0; c < columns.Length; c++)
            {
                ParquetSharpColumns.Read(a, c, schema.Columns[c], count).SequenceEqual(columns[c], RandomColumns.Same).ShouldBeTrue($"{where}, {schema.Columns[c].Name}");
            }
        }

        var files = ((string[])["ours", "theirs"]).Select(name => $"(SELECT * FROM read_parquet('{_folder.At(name)}.parquet', file_row_number = true))").ToArray();
        _duck.Scalar<long>($"SELECT count(*) FROM ((FROM {files[0]} EXCEPT ALL FROM {files[1]}) UNION ALL (FROM {files[1]} EXCEPT ALL FROM {files[0]}))").ShouldBe(0, where);

        RowGroupMerge.TryMerge([_folder.At("theirs.parquet"), _folder.At("ours.parquet")], _folder.At("merged.parquet"), CancellationToken.None).ShouldBeTrue(where);
        _duck.Scalar<long>($"SELECT count(*) FROM read_parquet('{_folder.At("merged.parquet")}')").ShouldBe(2 * count, where);
    }

    private void Write(string file, LakeSchema schema, object?[][] columns, int[] cuts) => FileColumns.Write(_writer, _folder.At(file), schema, columns, cuts);
}
