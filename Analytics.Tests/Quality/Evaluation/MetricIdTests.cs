using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Results;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

/// <summary>Identifiers as Great Expectations 1.24 itself writes them.</summary>
public sealed class MetricIdTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("""{"type":"expect_column_mean_to_be_between","kwargs":{"column":"s","min_value":0,"max_value":0}}""", "column.mean', metric_domain_kwargs_id='2a686f9af491d636b282fe86b435784b', metric_value_kwargs_id=())")]
    [InlineData("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"numeric","max_value":10,"min_value":0}}""", "column_values.between.condition', metric_domain_kwargs_id='081de66a0a56b7fe70abe18cffe7ec0b', metric_value_kwargs_id='0a4aa827c9ad79603eaa1c599aba0a65')")]
    [InlineData("""{"type":"expect_column_values_to_be_decreasing","kwargs":{"column":"empty_column"}}""", "column_values.decreasing.condition', metric_domain_kwargs_id='13f4ad646306c59c837472cf71c9f12f', metric_value_kwargs_id='strictly=False')")]
    [InlineData("""{"type":"expect_column_values_to_match_strftime_format","kwargs":{"column":"d","strftime_format":"%m-%d-%Y"}}""", "column_values.match_strftime_format.condition', metric_domain_kwargs_id='89b683e60c34ed239d8e33256df29b80', metric_value_kwargs_id='strftime_format=%m-%d-%Y')")]
    public void Of_KnownExpectation_IsThatOfGreatExpectations(string expectation, string id)
    {
        var suite = SuiteLoader.Load(_folder.Write("suite.json", $$"""{"name":"s","expectations":[{{expectation}}]}"""));

        MetricId.Of(FailedMetric.Of(suite.Expectations[0])!, suite.Expectations[0], "oracle-case").ShouldBe("MetricConfigurationID(metric_name='" + id);
    }
}
