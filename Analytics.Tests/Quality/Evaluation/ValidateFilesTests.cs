using System.Text.Json.Nodes;
using Analytics.Quality.Commands;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

/// <summary>The command <c>validate</c> with several files: data in NDJSON, other tables, parameters, a report.</summary>
public sealed class ValidateFilesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Validate_Ndjson_JudgesItsColumns()
    {
        var (exitCode, errors, json) = Run("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","max_value":2}}""");

        (exitCode, errors).ShouldBe((1, ""));
        Result(json)["partial_unexpected_list"]!.ToJsonString().ShouldBe("[3]");
        Result(json)["partial_unexpected_index_list"]!.ToJsonString().ShouldBe("[2]");
        Result(json)["missing_count"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public void Validate_IncludeUnexpectedRows_ShowsWholeRows()
    {
        var (_, _, json) = Run("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","max_value":1}}""", format: """{"result_format":"SUMMARY","include_unexpected_rows":true}""");

        JsonNode.DeepEquals(Result(json)["unexpected_rows"], JsonNode.Parse("""[{"x":2,"name":"b"},{"x":3,"name":"<b>c</b>"}]""")).ShouldBeTrue();
    }

    [Fact]
    public void Validate_RareFailuresOfSeveralExpectations_EachShowItsOwnRows()
    {
        var rows = string.Join('\n', Enumerable.Range(0, 1000).Select(i => $$"""{"x":{{i}},"name":"{{(i % 400 == 7 ? "odd" : "even")}}"}"""));
        var (_, _, json) = Run("""
            {"type":"expect_column_values_to_be_between","kwargs":{"column":"x","max_value":997}},
            {"type":"expect_column_values_to_be_in_set","kwargs":{"column":"name","value_set":["even"]}},
            {"type":"expect_column_values_to_not_be_in_set","kwargs":{"column":"x","value_set":[3, 998]}}
            """, rows);

        var results = json!["results"]!.AsArray().ToDictionary(result => result!["expectation_config"]!["type"]!.GetValue<string>(), result => result!["result"]!["partial_unexpected_index_list"]!.ToJsonString());
        results["expect_column_values_to_be_between"].ShouldBe("[998,999]");
        results["expect_column_values_to_be_in_set"].ShouldBe("[7,407,807]");
        results["expect_column_values_to_not_be_in_set"].ShouldBe("[3,998]");
    }

    [Fact]
    public void Validate_OtherTable_IsCounted()
    {
        var other = _folder.Write("other.csv", "a\n1\n2\n");
        var (exitCode, _, json) = Run("""{"type":"expect_table_row_count_to_equal_other_table","kwargs":{"other_table_name":"customers"}}""", tables: [$"customers={other}"]);

        exitCode.ShouldBe(1);
        Result(json)["observed_value"]!.ToJsonString().ShouldBe("""{"self":4,"other":2}""");
    }

    [Fact]
    public void Validate_Parameters_GiveTheirValues()
    {
        const string Rows = """{"type":"expect_table_row_count_to_equal","kwargs":{"value":{"$PARAMETER":"rows"}}}""";

        Run(Rows, parameters: """{"rows":4}""").ExitCode.ShouldBe(0);
        Run(Rows, parameters: """{"rows":5}""").ExitCode.ShouldBe(1);
        var (exitCode, errors, _) = Run(Rows, parameters: """{"row":4}""");
        exitCode.ShouldBe(2);
        errors.ShouldContain("rows");
    }

    [Fact]
    public void Validate_Html_EscapesWhatTheDataHolds()
    {
        var html = Path.Combine(_folder.Path, "report.html");
        Run("""{"type":"expect_column_values_to_be_in_set","kwargs":{"column":"name","value_set":["a"]},"notes":"only a"}""", html: html);

        var report = File.ReadAllText(html);
        report.ShouldContain("only a");
        report.ShouldContain("&lt;b&gt;c&lt;/b&gt;");
        report.ShouldNotContain("<b>c</b>");
    }

    [Theory]
    [InlineData("mean", "2024-01-02T12:00:00")]
    [InlineData("median", "2024-01-02T00:00:00")]
    public void Validate_MiddleOfTimes_IsATimeWithinTimes(string aggregate, string middle)
    {
        const string Times = """
            {"x":"2024-01-01T00:00:00"}
            {"x":"2024-01-02T00:00:00"}
            {"x":"2024-01-04T12:00:00"}
            {"x":null}
            """;
        var (exitCode, errors, json) = Run($$$"""{"type":"expect_column_{{{aggregate}}}_to_be_between","kwargs":{"column":"x","min_value":"2024-01-01T00:00:00","max_value":"{{{middle}}}"}}""", Times);

        (exitCode, errors).ShouldBe((0, ""));
        Result(json)["observed_value"]!.GetValue<string>().ShouldBe(middle);
    }

    [Fact]
    public void Validate_ExtremeOfTextsWithinNumbers_IsAnExceptionAfterTheMetrics()
    {
        var (exitCode, _, json) = Run("""{"type":"expect_column_max_to_be_between","kwargs":{"column":"name","min_value":1}}""");

        exitCode.ShouldBe(1);
        json!["results"]![0]!["exception_info"]!["exception_message"]!.GetValue<string>().ShouldBe("'>=' not supported between instances of 'str' and 'float'");
    }

    [Theory]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"x","mostly":null}}""", "kwargs.mostly: null")]
    [InlineData("""{"type":"expect_column_max_to_be_between","kwargs":{"column":"x","min_value":"01/02/2024"}}""", "kwargs.min_value")]
    public void Validate_ArgumentThatGreatExpectationsRefuses_IsRefused(string expectation, string reason)
    {
        var (exitCode, errors, _) = Run(expectation);

        exitCode.ShouldBe(2);
        errors.ShouldContain(reason);
    }

    [Fact]
    public void Validate_OtherTableThatIsNotThere_IsRefusedByName()
    {
        var (exitCode, errors, _) = Run("", tables: ["customers=none.csv"]);

        (exitCode, errors).ShouldBe((2, "none.csv: no such file; give a Parquet, CSV or NDJSON file" + Environment.NewLine));
    }

    [Fact]
    public void Validate_ReportIntoAFolderThatIsNotThere_IsRefusedBeforeTheWork()
    {
        var html = Path.Combine(_folder.Path, "reports", "r.html");
        var (exitCode, errors, _) = Run("no JSON at all", html: html);

        (exitCode, errors).ShouldBe((2, $"--html {html}: there is no folder {Path.GetDirectoryName(html)}; create it, or name a file in another one{Environment.NewLine}"));
    }

    [Fact]
    public void Validate_ReportOverAFolder_IsRefused()
    {
        var (exitCode, errors, _) = Run("", html: _folder.Path);

        exitCode.ShouldBe(2);
        errors.ShouldStartWith($"--html {_folder.Path}: is no name of a file");
    }

    private static JsonObject Result(JsonNode? json) => json!["results"]![0]!["result"]!.AsObject();

    private (int ExitCode, string Errors, JsonNode? Json) Run(
        string expectations, string? rows = null, string format = "SUMMARY", IReadOnlyList<string>? tables = null, string? parameters = null, string? html = null)
    {
        const string Usual = """
            {"x":1,"name":"a"}
            {"x":2,"name":"b"}
            {"x":3,"name":"<b>c</b>"}
            {"x":null,"name":"a"}
            """;
        var json = Path.Combine(_folder.Path, "result.json");
        using var errors = new StringWriter();
        var exitCode = ValidateCommand.Run(TextWriter.Null, errors, new ValidateRequest(
            _folder.Write("data.ndjson", (rows ?? Usual) + "\n"),
            _folder.Write("suite.json", $$"""{"name":"s","expectations":[{{expectations}}]}"""),
            tables ?? [],
            parameters is null ? null : _folder.Write("parameters.json", parameters),
            format,
            json,
            html));
        return (exitCode, errors.ToString(), exitCode == 2 ? null : JsonNode.Parse(File.ReadAllText(json)));
    }
}
