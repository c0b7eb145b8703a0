using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Suites;

public sealed class ShippedSuiteTests
{
    [Theory]
    [InlineData("saas")]
    [InlineData("flights")]
    public void LoadAll_ShippedPipeline_EveryTableHasASuiteWhoseLinesSayWhy(string name)
    {
        var pipeline = PipelineLoader.Load(PipelineLocator.Find(name, AppContext.BaseDirectory));
        var suites = SuiteLoader.LoadAll(pipeline);

        suites.Keys.Order().ShouldBe(pipeline.Tables.Select(table => table.Name).Append("events").Order());
        foreach (var suite in suites.Values)
        {
            suite.Expectations.ShouldNotBeEmpty();
            suite.Expectations.ShouldAllBe(expectation => expectation.Notes != null);
        }
    }

    [Fact]
    public void LoadAll_SuiteOfNoTable_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var shipped = PipelineLoader.Load(PipelineLocator.Find("saas", AppContext.BaseDirectory));
        folder.Write("expectations/event.json", """{"expectations":[]}""");

        Should.Throw<PipelineException>(() => SuiteLoader.LoadAll(shipped with { Directory = folder.Path }))
            .Message.ShouldContain("did you mean events?");
    }

    [Fact]
    public void LoadAll_ColumnThatTheTableLacks_IsRefused()
    {
        using var folder = new TemporaryFolder();
        var shipped = PipelineLoader.Load(PipelineLocator.Find("flights", AppContext.BaseDirectory));
        folder.Write("expectations/routes_7d.json", """{"expectations":[{"type":"expect_column_values_to_not_be_null","kwargs":{"column":"avg_dlay"}}]}""");

        Should.Throw<PipelineException>(() => SuiteLoader.LoadAll(shipped with { Directory = folder.Path }))
            .Message.ShouldContain("did you mean avg_delay?");
    }

    [Fact]
    public void LoadAll_NoExpectationsFolder_GivesEmptySuites()
    {
        using var folder = new TemporaryFolder();
        var shipped = PipelineLoader.Load(PipelineLocator.Find("saas", AppContext.BaseDirectory));

        SuiteLoader.LoadAll(shipped with { Directory = folder.Path }).Values.ShouldAllBe(suite => suite.Expectations.Count == 0);
    }
}
