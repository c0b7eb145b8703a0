using System.Text;
using System.Text.Json.Nodes;
using Analytics.Quality.Commands;
using Analytics.Quality.Sql;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

/// <summary>What <c>validate</c> makes of the texts in CSV and NDJSON files: names, types and missing values as pandas has them, and what is refused.</summary>
public sealed class ValidateFormatsTests : IDisposable
{
    private const int BeyondAnySample = 30_000;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("1||3", "float64")]
    [InlineData("1|NA|3", "float64")]
    [InlineData("1.5|null|n/a", "float64")]
    [InlineData("NA|NA", "float64")]
    [InlineData("1|2.5|1e3|.5|-inf", "float64")]
    [InlineData(" 1|2", "int64")]
    [InlineData("\"1\"|\"2\"", "int64")]
    [InlineData("true|False|TRUE", "bool")]
    [InlineData("yes|no", "str")]
    [InlineData("t|f", "str")]
    [InlineData("007|010", "str")]
    [InlineData("0x1F|0x20", "str")]
    [InlineData("18446744073709551615|1", "uint64")]
    [InlineData("18446744073709551615|-1", "str")]
    [InlineData("99999999999999999999|5", "str")]
    [InlineData("1|abc", "str")]
    [InlineData("1e400|1", "str")]
    [InlineData("\"1,000\"|\"2,000\"", "str")]
    [InlineData("01/02/2024|13/02/2024", "str")]
    [InlineData("2024-01-15|2024-02-01", "str")]
    [InlineData("2024-01-15T10:00:00Z|2024-02-01T00:00:00Z", "str")]
    [InlineData("10:00:00|11:30:00", "str")]
    public void Csv_Column_HasTheTypeOfAllItsValues(string values, string type)
    {
        var result = Result(_folder.Write("data.csv", $"x,y\n{string.Join('\n', values.Split('|').Select(value => value + ",k"))}\n"), TypeOf("x"));

        result["observed_value"]!.GetValue<string>().ShouldBe(type);
    }

    [Theory]
    [InlineData("1|2", "int64")]
    [InlineData("1|null", "float64")]
    [InlineData("1|2.5", "float64")]
    [InlineData("\"1\"|\"2\"", "str")]
    [InlineData("1|\"a\"|2.5", "str")]
    [InlineData("{\"a\":1}|[1]|\"s\"", "str")]
    [InlineData("null|null", "float64")]
    [InlineData("\"10:00:00\"|\"11:00:00\"", "str")]
    [InlineData("\"3e2b9ba9-6dfd-4b8d-bae5-ab29ba438812\"|\"4857a3b8-de31-41ac-b29e-cb494fe3671f\"", "str")]
    [InlineData("\"2024-01-15T10:00:00\"|\"2024-02-01T00:00:00\"", "str")]
    public void Ndjson_Column_HasTheTypeOfAllItsValues(string values, string type)
    {
        var result = Result(_folder.Write("data.ndjson", string.Join('\n', values.Split('|').Select(value => $$"""{"x":{{value}},"y":"k"}""")) + "\n"), TypeOf("x"));

        result["observed_value"]!.GetValue<string>().ShouldBe(type);
    }

    [Fact]
    public void Ndjson_ColumnNamedLikeATime_IsATime()
    {
        var file = _folder.Write("data.ndjson", """{"created_at":"2024-01-15T10:00:00"}""" + "\n");

        Result(file, TypeOf("created_at"))["observed_value"]!.GetValue<string>().ShouldBe("datetime64");
    }

    /// <summary>As in pandas, which reads a column of CSV once for all: what needs a time raises beside what needs the text.</summary>
    [Theory]
    [InlineData("expect_column_values_to_match_regex", "\"regex\":\"^2024-01-1[0-9]T\"")]
    [InlineData("expect_column_value_lengths_to_equal", "\"value\":19")]
    [InlineData("expect_column_values_to_match_strftime_format", "\"strftime_format\":\"%Y-%m-%dT%H:%M:%S\"")]
    [InlineData("expect_column_values_to_be_in_set", "\"value_set\":[\"2024-01-15T10:00:00\",\"2024-01-16T00:00:00\"]")]
    public void Csv_TimesOfWhichTheTextIsAskedToo_StayTexts(string type, string kwargs)
    {
        const string Mean = """{"type":"expect_column_mean_to_be_between","kwargs":{"column":"x","min_value":"2024-01-01T00:00:00"}}""";
        var file = _folder.Write("data.csv", "x\n2024-01-15T10:00:00\n2024-01-16T00:00:00\n");

        Result(file, Mean)["observed_value"]!.GetValue<string>().ShouldBe("2024-01-15T17:00:00");
        var results = Run(file, $$$"""{{{Mean}}},{"type":"{{{type}}}","kwargs":{"column":"x",{{{kwargs}}}}}""").Json!["results"]!.AsArray();
        results.Select(result => result!["success"]!.GetValue<bool>()).ShouldBe([false, true]);
        results[0]!["exception_info"]!.ToJsonString().ShouldContain("mean");
    }

    [Theory]
    [InlineData("1.5", "float64")]
    [InlineData("abc", "str")]
    public void Csv_TypeThatChangesLate_IsThatOfTheWholeFile(string last, string type)
    {
        var file = _folder.Write("data.csv", "x\n" + string.Join('\n', Enumerable.Range(0, BeyondAnySample)) + $"\n{last}\n");

        Result(file, TypeOf("x"))["observed_value"]!.GetValue<string>().ShouldBe(type);
        Result(file, InSet("x", "1"))["element_count"]!.GetValue<int>().ShouldBe(BeyondAnySample + 1);
    }

    [Fact]
    public void Ndjson_WhatComesLate_IsNotLost()
    {
        var file = _folder.Write("data.ndjson", string.Join('\n', Enumerable.Range(0, BeyondAnySample).Select(i => $$"""{"x":{{i}}}""")) + "\n{\"x\":1.5,\"late\":7}\n");

        Result(file, """{"type":"expect_column_values_to_be_in_set","kwargs":{"column":"late","value_set":[8]}}""")["partial_unexpected_list"]!.ToJsonString().ShouldBe("[7]");
        Result(file, """{"type":"expect_column_values_to_not_be_in_set","kwargs":{"column":"x","value_set":[1.5]}}""")["unexpected_count"]!.GetValue<int>().ShouldBe(1);
    }

    [Theory]
    [InlineData("a,b\n#1,2\n3,4\n", """["a","b"]""", 2)]
    [InlineData("1,2\n3,4\n5,6\n", """["1","2"]""", 2)]
    [InlineData("a;b\n1;2\n", """["a","b"]""", 1)]
    [InlineData("\r\n\r\na,b\r\n1,2\r\n\r\n3,4\r\n", """["a","b"]""", 2)]
    [InlineData("\uFEFFa,a,,\"c,\"\"d\"\"\"\n1,2,3,4\n", """["a","a.1","Unnamed: 2","c,\"d\""]""", 1)]
    [InlineData("a, b\n1,\"two\nlines\"", """["a"," b"]""", 1)]
    public void Csv_Header_NamesTheColumnsAndNoRowIsSkipped(string text, string columns, int rows)
    {
        var (exitCode, errors, _) = Run(_folder.Write("data.csv", text), $$"""
            {"type":"expect_table_columns_to_match_ordered_list","kwargs":{"column_list":{{columns}} } },{"type":"expect_table_row_count_to_equal","kwargs":{"value":{{rows}} } }
            """);

        (exitCode, errors).ShouldBe((0, ""));
    }

    [Theory]
    [InlineData("data.csv", "a,b,c\n1,2,3\n4,5\n", "Line: 3; Original Line: 4,5; Expected Number of Columns: 3 Found: 2")]
    [InlineData("data.csv", "a,b\n1,2\n3,4,5\n", "Line: 3; Original Line: 3,4,5; Expected Number of Columns: 2 Found: 3")]
    [InlineData("data.csv", "a,b\n\"x,2\n3,4\n", "unterminated quote")]
    [InlineData("data.csv", "", "is empty")]
    [InlineData("data.ndjson", "", "is empty")]
    [InlineData("data.ndjson", "{\"a\":1}\n{\"a\":2\n", "Malformed JSON")]
    [InlineData("data.ndjson", "{\"a\":1}\n5\n", "non-record JSON")]
    [InlineData("data.json", "[\n{\"a\":1}\n]\n", "is a JSON array")]
    [InlineData("data.ndjson", "\uFEFF{\"a\":1}\n", "byte order mark")]
    public void File_NotOfItsFormat_IsRefusedInAFewWords(string name, string text, string reason)
    {
        var (exitCode, errors, json) = Run(_folder.Write(name, text), TypeOf("a"));

        exitCode.ShouldBe(2);
        errors.ShouldContain(name);
        errors.ShouldContain(reason);
        errors.Length.ShouldBeLessThan(400);
        json.ShouldBeNull();
    }

    [Fact]
    public void Csv_OfAnotherEncoding_IsRefused()
    {
        var file = Path.Combine(_folder.Path, "data.csv");
        File.WriteAllBytes(file, Encoding.Latin1.GetBytes("a,b\n\u00e9,2\n"));

        Run(file, TypeOf("a")).Errors.ShouldContain("not utf-8 encoded");
    }

    [Theory]
    [InlineData("""{"type":"expect_column_values_to_match_strftime_format","kwargs":{"column":"x","strftime_format":"%Y-%m-%dT%H:%M:%SZ"}}""")]
    [InlineData("""{"type":"expect_column_values_to_match_regex","kwargs":{"column":"x","regex":"Z$"}}""")]
    [InlineData("""{"type":"expect_column_value_lengths_to_equal","kwargs":{"column":"x","value":20}}""")]
    [InlineData("""{"type":"expect_column_values_to_be_dateutil_parseable","kwargs":{"column":"x"}}""")]
    [InlineData("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","min_value":"2024-01-01","max_value":"2024-12-31"}}""")]
    [InlineData("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","min_value":"2024-01-15T10:00:00","max_value":"2024-02-01T00:00:00"}}""")]
    [InlineData("""{"type":"expect_column_mean_to_be_between","kwargs":{"column":"x","max_value":"2024-01-31T00:00:00"}}""")]
    [InlineData("""{"type":"unexpected_rows_expectation","kwargs":{"unexpected_rows_query":"SELECT * FROM {batch} WHERE year(x) <> 2024"}}""")]
    public void Csv_Times_AreTextsOrTimesAsTheSuiteAsks(string expectation)
    {
        var (exitCode, errors, json) = Run(_folder.Write("data.csv", "x\n2024-01-15T10:00:00Z\n2024-02-01T00:00:00Z\n"), expectation);

        (exitCode, errors).ShouldBe((0, ""), json?.ToJsonString());
    }

    [Fact]
    public void Csv_NumbersWhoseMeanIsAsked_StayNumbers() =>
        Result(_folder.Write("data.csv", "x\n1.5\n2.5\n"), """{"type":"expect_column_mean_to_be_between","kwargs":{"column":"x"}}""")["observed_value"]!.GetValue<double>().ShouldBe(2);

    [Fact]
    public void Parquet_ColumnsWithoutATypeInPandas_AreNamedAsTheyAre()
    {
        var file = Path.Combine(_folder.Path, "data.parquet");
        using (var database = new QualityDatabase())
        {
            database.Execute($"COPY (SELECT TIME '10:00:00' AS x, INTERVAL 1 DAY AS y) TO '{file}'");
        }

        Result(file, """{"type":"expect_column_values_to_be_of_type","kwargs":{"column":"x","type_":"str"}}""")["unexpected_count"]!.GetValue<int>().ShouldBe(1);
    }

    private static string TypeOf(string column) => $$$"""{"type":"expect_column_values_to_be_of_type","kwargs":{"column":"{{{column}}}","type_":"complex128"}}""";

    private static string InSet(string column, string value) => $$$"""{"type":"expect_column_values_to_be_in_set","kwargs":{"column":"{{{column}}}","value_set":["{{{value}}}"]}}""";

    private JsonObject Result(string file, string expectation)
    {
        var (_, errors, json) = Run(file, expectation);
        errors.ShouldBeEmpty();
        return json!["results"]![0]!["result"]!.AsObject();
    }

    private (int ExitCode, string Errors, JsonNode? Json) Run(string file, string expectations)
    {
        var json = Path.Combine(_folder.Path, "result.json");
        using var errors = new StringWriter();
        var suite = _folder.Write("suite.json", $$"""{"name":"s","expectations":[{{expectations}}]}""");
        var exitCode = ValidateCommand.Run(TextWriter.Null, errors, new ValidateRequest(file, suite, [], Parameters: null, "SUMMARY", json, Html: null));
        return (exitCode, errors.ToString(), exitCode == 2 ? null : JsonNode.Parse(File.ReadAllText(json)));
    }
}
