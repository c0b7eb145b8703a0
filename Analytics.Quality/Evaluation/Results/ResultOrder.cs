namespace Analytics.Quality.Evaluation.Results;

/// <summary>The order in which Great Expectations lists results: those that raised, then the others grouped by column in order of first use.</summary>
internal static class ResultOrder
{
    public static IEnumerable<ExpectationResult> Of(SuiteResult suite) => suite.Results.Where(result => result.Exception is not null)
        .Concat(suite.Results.Where(result => result.Exception is null).GroupBy(result => result.Expectation.Column ?? "").SelectMany(column => column));
}
