using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Reports.Html;

namespace Analytics.Quality.Reports;

/// <summary>A suite's result over a file as one HTML file without references to others: what failed first, how much, and sample values.</summary>
internal static class HtmlReport
{
    /// <param name="result">The result.</param>
    /// <param name="subject">What was judged, such as a file's name.</param>
    /// <param name="at">When.</param>
    public static string Of(SuiteResult result, string subject, DateTimeOffset at)
    {
        var lines = result.Results.Select(ReportLine.Of).ToArray();
        var failed = lines.Where(line => !line.Success).ToArray();
        var html = new HtmlWriter();
        Page.Header(
            html,
            failed.Any(line => line.Severity == "critical") ? "bad" : failed.Length > 0 ? "warn" : "good",
            result.Suite.Name,
            failed.Length == 0 ? $"All {lines.Length} expectations hold" : $"{failed.Length} of {lines.Length} expectations fail",
            $"{subject} · {Page.Time(at.UtcDateTime)} UTC");
        var rows = lines.Max(line => (long?)line.Rows) ?? 0;
        Page.Figures(
            html,
            ("Rows", rows > 0 ? Page.Count(rows) : "–", ""),
            ("Hold", Page.Count(lines.Length - failed.Length), ""),
            ("Critical failures", Page.Count(failed.Count(line => line.Severity == "critical")), failed.Any(line => line.Severity == "critical") ? "bad" : ""),
            ("Other failures", Page.Count(failed.Count(line => line.Severity != "critical")), failed.Any(line => line.Severity != "critical") ? "warn" : ""));
        ReportCards.Write(html, lines, historyEnd: null);
        return Page.Of($"{result.Suite.Name}: {(failed.Length == 0 ? "passed" : "failed")}", html, pipeline: null);
    }
}
