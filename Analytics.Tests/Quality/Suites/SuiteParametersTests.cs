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
}
