using System.Text.Json;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Suites;

public sealed class SuiteParametersTests : IDisposable
{
    private const string Suite = """
        {"name":"s","suite_parameters":{"low":1},"expectations":[
          {"type":"expect_column_values_to_be_between","kwargs":{"column":"a","min_value":{"$PARAMETER":"low"},"max_value":{"$PARAMETER":"high"}}}]}
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Load_Parameters_TakesTheRunsBeforeTheSuites()
    {
        var suite = Load("""{"high":9,"unused":0}""");
        suite.Expectations[0].Number("min_value").ShouldBe(1);
        suite.Expectations[0].Number("max_value").ShouldBe(9);
        suite.Parameters!.Value.GetRawText().ShouldBe("""{"low":1,"high":9}""");

        Load("""{"low":3,"high":9}""").Expectations[0].Number("min_value").ShouldBe(3);
    }

    [Fact]
    public void Load_MissingParameter_NamesIt()
    {
        var error = Should.Throw<PipelineException>(() => Load("{}"));
        error.Message.ShouldContain("expectations[0]");
        error.Message.ShouldContain("kwargs.max_value");
        error.Message.ShouldContain("\"high\" has no value");
    }

    private ExpectationSuite Load(string parameters) =>
        SuiteLoader.Load(_folder.Write("suite.json", Suite), parameters: JsonElement.Parse(parameters));

    [Theory]
    [InlineData("low + 2 * 3", "7")]
    [InlineData("low / 2", "0.5")]
    [InlineData("-2 ^ 2 + 2 ^ 3 ^ 2", "516")]
    [InlineData("trunc(low * 9.9)", "9")]
    [InlineData("abs(0 - 3)", "3")]
    [InlineData("(0 - 1) ^ 9000000000000000001", "-1")]
    [InlineData("round(2.5)", "2")]
    [InlineData("1e1 - .5", "9.5")]
    [InlineData("datetime(2003, 1, 31, hour=6)", "\"2003-01-31T06:00:00\"")]
    [InlineData("day + timedelta(days=1, hours=2) - timedelta(0, 60)", "\"2026-02-01T01:59:00\"")]
    public void Load_Expression_ComputesIt(string expression, string value) =>
        Load("""{"day":"2026-01-31"}""", expression).Expectations[0].Argument("max_value")!.Value.GetRawText().ShouldBe(value);

    [Theory]
    [InlineData("low +", "is expected at character 6")]
    [InlineData("low * missing", "\"missing\" has no value")]
    [InlineData("low / 0", "division by zero")]
    [InlineData("eval(1)", "no function here")]
    [InlineData("datetime(2003, 13, 1)", "cannot be computed")]
    [InlineData("timedelta(1)", "neither a number nor a time")]
    [InlineData("9999999999 * 9999999999", "cannot be computed")]
    public void Load_ExpressionWithoutValue_SaysWhereAndWhy(string expression, string reason)
    {
        var error = Should.Throw<PipelineException>(() => Load("{}", expression)).Message;
        error.ShouldContain("expectations[0]");
        error.ShouldContain("kwargs.max_value");
        error.ShouldContain(reason);
    }

    private ExpectationSuite Load(string parameters, string expression) => SuiteLoader.Load(
        _folder.Write("suite.json", $$$$"""
            {"suite_parameters":{"low":1},"expectations":[{"type":"expect_column_max_to_be_between","kwargs":{"column":"a","max_value":{"$PARAMETER":"{{{{expression}}}}"}}}]}
            """),
        parameters: JsonElement.Parse(parameters));
}
