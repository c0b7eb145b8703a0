using Analytics.Contracts.Suites;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>Severities as JSON spells them.</summary>
internal static class SeverityName
{
    public static string Of(Severity severity) => severity switch
    {
        Severity.Critical => "critical",
        Severity.Warning => "warning",
        _ => "info",
    };
}
