using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Suites;

public sealed class SuiteLoaderTests : IDisposable
{
    private static readonly HashSet<string> Columns = ["a", "b", "price"];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_FullSuite_KeepsEverything()
    {
        var suite = Load("""
            {"name":"s","id":"7b0c","meta":{"on_failure":"quarantine_batch"},"notes":["one","two"],"expectations":[
              {"type":"expect_column_values_to_be_between","kwargs":{"column":"a","min_value":0,"max_value":null,"mostly":0.9},"severity":"warning","notes":"why","meta":{"on_failure":"quarantine_rows","owner":"x"}},
              {"type":"expect_table_row_count_to_be_between","kwargs":{}}]}
            """);

        suite.Name.ShouldBe("s");
        suite.Expectations.Count.ShouldBe(2);
        var between = suite.Expectations[0];
        between.Severity.ShouldBe(Severity.Warning);
        between.OnFailure.ShouldBe(FailureAction.QuarantineRows);
        between.Column.ShouldBe("a");
        between.Number("min_value").ShouldBe(0);
        between.Number("max_value").ShouldBeNull();
        between.Meta!.Value.GetProperty("owner").GetString().ShouldBe("x");
        between.Notes!.Value.GetString().ShouldBe("why");
        suite.Expectations[1].Severity.ShouldBe(Severity.Critical);
        suite.Expectations[1].OnFailure.ShouldBe(FailureAction.QuarantineBatch);
    }

    [Theory]
    [InlineData("""{"type":"expect_column_values_to_not_be_nul","kwargs":{"column":"a"}}""", "unknown expectation", "did you mean expect_column_values_to_not_be_null?")]
    [InlineData("""{"expectation_type":"expect_column_to_exist","kwargs":{"column":"a"}}""", "expectation_type", "rename it")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"a"},"severty":"info"}""", "severty", "did you mean severity?")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"a"},"severity":"Critical"}""", "severity", "lower case")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"a"},"meta":{"on_failure":"drop"}}""", "meta.on_failure", "quarantine_rows")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{}}""", "kwargs.column", "required")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":7}}""", "kwargs.column", "does not fit")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"prise"}}""", "no column \"prise\"", "did you mean price?")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"a","mostly":1.1}}""", "kwargs.mostly", "from 0 to 1")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"a","most":1}}""", "kwargs.most", "did you mean mostly?")]
    [InlineData("""{"type":"expect_column_values_to_match_regex","kwargs":{"column":"a","regex":"(a"}}""", "kwargs.regex", "not a regular expression")]
    [InlineData("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"a","min_value":3,"max_value":1}}""", "kwargs.min_value", "swap")]
    [InlineData("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"a","min_value":3,"max_value":"2026-01-01"}}""", "kwargs.min_value", "different types")]
    [InlineData("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"a"}}""", "kwargs", "at least one")]
    [InlineData("""{"type":"expect_column_distinct_values_to_be_in_set","kwargs":{"column":"a","value_set":[]}}""", "kwargs.value_set", "at least one value")]
    [InlineData("""{"type":"expect_compound_columns_to_be_unique","kwargs":{"column_list":["a","z"]}}""", "kwargs.column_list", "no column \"z\"")]
    [InlineData("""{"type":"expect_compound_columns_to_be_unique","kwargs":{"column_list":["a","b"],"ignore_row_if":"x"}}""", "kwargs.ignore_row_if", "never")]
    [InlineData("""{"type":"expect_table_row_count_to_be_between","kwargs":{"min_value":1.5}}""", "kwargs.min_value", "whole number")]
    [InlineData("""{"type":"expect_table_row_count_to_be_between","kwargs":{"min_value":"many"}}""", "kwargs.min_value", "whole number")]
    [InlineData("""{"type":"expect_column_values_to_match_json_schema","kwargs":{"column":"a","json_schema":{"type":["number",3]}}}""", "kwargs.json_schema", "no usable JSON Schema")]
    [InlineData("""{"type":"expect_table_row_count_to_be_between","kwargs":{"min_value":1,"strict_min":"maybe"}}""", "kwargs.strict_min", "true or false")]
    [InlineData("""{"type":"expect_table_row_count_to_be_between","kwargs":{"$PARAMETER":"p","$PARAMETER.p":3}}""", "kwargs", "JSON object")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"a","result_format":"ALL"}}""", "kwargs.result_format", "COMPLETE")]
    [InlineData("""{"type":"expect_column_values_to_be_unique","kwargs":{"column":"a","result_format":{"partial_unexpected_count":3}}}""", "kwargs.result_format", "with result_format")]
    public void Load_BrokenExpectation_NamesFileIndexReasonAndRemedy(string expectation, string reason, string remedy)
    {
        var good = """{"type":"expect_column_to_exist","kwargs":{"column":"a"}}""";
        var error = Should.Throw<PipelineException>(() => Load($$"""{"name":"s","expectations":[{{good}},{{expectation}}]}"""));

        error.Message.ShouldContain("suite.json");
        error.Message.ShouldContain("expectations[1]");
        error.Message.ShouldContain(reason);
        error.Message.ShouldContain(remedy);
    }

    [Fact]
    public void Load_BrokenJson_NamesTheLine()
    {
        var error = Should.Throw<PipelineException>(() => Load("{\n\"name\": oops }"));
        error.Line.ShouldBe(2);
    }

    [Fact]
    public void Load_ArgumentWrittenTwice_IsRefused() =>
        Should.Throw<PipelineException>(() => Load("""{"expectations":[{"type":"expect_column_to_exist","kwargs":{"column":"a","column":"b"}}]}""")).Message.ShouldContain("column");

    [Fact]
    public void Load_FileWithByteOrderMark_IsRead() =>
        Load("\uFEFF{\"expectations\":[]}").Expectations.ShouldBeEmpty();

    [Theory]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("""{"expectations":{}}""")]
    [InlineData("""{"expectations":[1]}""")]
    [InlineData("""{"expectations":[],"expectation_suite_name":"old"}""")]
    public void Load_NotASuite_IsRefused(string json) => Should.Throw<PipelineException>(() => Load(json)).Message.ShouldContain("suite.json");

    [Fact]
    public void Load_MissingFile_IsRefused() =>
        Should.Throw<PipelineException>(() => SuiteLoader.Load(Path.Combine(_folder.Path, "none.json"))).Message.ShouldContain("none.json");

    private ExpectationSuite Load(string json) => SuiteLoader.Load(_folder.Write("suite.json", json), Columns);
}
