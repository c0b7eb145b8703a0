using System.Buffers;
using System.IO.Compression;
using System.Text;
using Analytics.Contracts.Inputs;
using Analytics.Contracts.Schemas;
using Analytics.Producer.Files;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Producer;

public sealed class FileRowsTests : IDisposable
{
    private const string Schema = """
        {"type":"object","required":["at","n"],"properties":{
          "at":{"type":"string","format":"date-time"},"n":{"type":"integer"},"x":{"type":["number","null"]},
          "ok":{"type":"boolean"},"name":{"type":"string"},"tags":{"type":"array"}}}
        """;

    private readonly string _folder = Directory.CreateTempSubdirectory("rows-").FullName;

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    [Fact]
    public void Lines_are_sent_byte_for_byte()
    {
        var longLine = $$"""{"text":"{{new string('x', 600_000)}}"}""";
        var file = Write("a.ndjson", $"\uFEFF{{\"n\" : 1}}\r\n\n  \nnot json\n{longLine}\n{{\"n\":2}}");

        Rows(new NdjsonRows(InputFile.Inspect(file))).ShouldBe(["""{"n" : 1}""", "not json", longLine, """{"n":2}"""]);
    }

    [Fact]
    public void Compressed_lines_are_read()
    {
        var file = Path.Combine(_folder, "a.jsonl.gz");
        using (var gzip = new GZipStream(File.Create(file), CompressionLevel.Fastest))
        {
            gzip.Write("{\"n\":1}\n{\"n\":2}\n"u8);
        }

        Rows(new NdjsonRows(InputFile.Inspect(file))).Count.ShouldBe(2);
    }

    [Fact]
    public void Cells_of_a_CSV_file_become_the_schemas_types_and_misfits_stay_text()
    {
        var file = Write("a.csv", """
            at,n,x,ok,name,tags,extra
            2024-05-06 07:08:09,007,1.5,true,007,"[1,2]",z
            2024-05-06T07:08:09.25+02:00,many,,maybe,"a ""b"", c",none,
            """);

        Rows(Open(file)).ShouldBe(
        [
            """{"at":"2024-05-06T07:08:09Z","n":7,"x":1.5,"ok":true,"name":"007","tags":[1,2],"extra":"z"}""",
            """{"at":"2024-05-06T05:08:09.250000Z","n":"many","x":null,"ok":"maybe","name":"a \"b\", c","tags":"none"}""",
        ]);
    }

    [Fact]
    public void Columns_of_a_Parquet_file_become_the_schemas_types()
    {
        var file = Path.Combine(_folder, "a.parquet");
        Sql($"""
            COPY (SELECT TIMESTAMP '2001-01-01 00:01:00' AS "at", 33::INTEGER AS n, 1.25::DECIMAL(9,2) AS x, true AS ok, 'ä' AS name, [1, NULL] AS tags
                  UNION ALL SELECT TIMESTAMP '1969-12-31 23:59:59.5', NULL, 'NaN'::DOUBLE, NULL, NULL, NULL) TO '{file}' (FORMAT parquet)
            """);

        Rows(Open(file)).ShouldBe(
        [
            """{"at":"2001-01-01T00:01:00Z","n":33,"x":1.25,"ok":true,"name":"ä","tags":[1,null]}""",
            """{"at":"1969-12-31T23:59:59.500000Z","x":"NaN"}""",
        ]);
    }

    [Fact]
    public void Rows_come_in_the_files_order()
    {
        var file = Path.Combine(_folder, "many.parquet");
        Sql($"COPY (SELECT i AS n FROM range(300000) t(i)) TO '{file}' (FORMAT parquet, ROW_GROUP_SIZE 20000)");

        var rows = Rows(Open(file));

        rows.Count.ShouldBe(300_000);
        rows.Select((row, i) => row == $$"""{"n":{{i}}}""").ShouldAllBe(isInPlace => isInPlace);
    }

    [Theory]
    [InlineData("empty.csv", "", "is empty")]
    [InlineData("wrong.parquet", "PAR1 no more", "cut short")]
    [InlineData("text.parquet", "hello", "not a Parquet")]
    [InlineData("data.xlsx", "x", ".parquet")]
    [InlineData("lines.ndjson.gz", "{}", "not gzip")]
    public void A_file_that_can_not_be_sent_is_refused_by_name(string name, string text, string reason)
    {
        var file = Write(name, text);

        var error = Should.Throw<InputFileException>(() => InputFile.Inspect(file));

        error.Message.ShouldContain(name);
        error.Message.ShouldContain(reason);
    }

    [Fact]
    public void A_table_without_rows_is_refused()
    {
        var file = Write("header.csv", "at,n\n");

        Should.Throw<InputFileException>(() => Open(file)).Message.ShouldContain("no rows");
    }

    [Fact]
    public void A_resume_point_counts_the_rows_that_arrived()
    {
        var point = new ResumePoint { File = "f", Length = 1, Topic = "t", BaseOffsets = [10, 20] };

        point.Arrived([13, 22]).ShouldBe([3, 2]);
        point.Arrived([5, 22]).ShouldBeNull();
        point.Arrived([13]).ShouldBeNull();
        point.Arrived([5, 22, 0]).ShouldBeNull();
        Should.Throw<InputFileException>(() => point.Arrived([13, 22, 0])).Message.ShouldContain("which has 3 now");
        (point with { Complete = true }).Arrived([13, 22, 0]).ShouldBe([3, 2]);
    }

    private static TableRows Open(string file) => TableRows.Open(InputFile.Inspect(file), EventProperties.From(EventSchema.Parse(Schema, "test")));

    private static List<string> Rows(IRowSource source)
    {
        using (source)
        {
            var rows = new List<string>();
            var buffer = new ArrayBufferWriter<byte>();
            while (source.Read(buffer))
            {
                rows.Add(Encoding.UTF8.GetString(buffer.WrittenSpan));
                buffer.ResetWrittenCount();
            }

            return rows;
        }
    }

    private static void Sql(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        command.ExecuteNonQuery();
    }

    private string Write(string name, string text)
    {
        var path = Path.Combine(_folder, name);
        File.WriteAllText(path, text);
        return path;
    }
}
