using Analytics.Quality.Reports.Html;

namespace Analytics.Quality.Reports;

/// <summary>Expectations on a page: those that failed as cards with all that is known, the others as a table.</summary>
internal static class ReportCards
{
    private const int MostSamples = 12;

    /// <summary>Long samples say no more than a few of them.</summary>
    private const int MostSampledCharacters = 600;

    /// <summary>With more failures than these, a list of them comes before their cards.</summary>
    private const int MostWithoutContents = 8;

    /// <summary>Critical ones first, then by the share of bad rows.</summary>
    public static void Write(HtmlWriter html, IReadOnlyList<ReportLine> lines, DateTime? historyEnd)
    {
        var failed = lines.Where(line => !line.Success).OrderBy(line => Rank(line.Severity)).ThenByDescending(line => line.Rows == 0 ? 1 : (double)line.Unexpected / line.Rows).ToArray();
        var passed = lines.Where(line => line.Success).ToArray();
        if (failed.Length > 0)
        {
            html.Write($"<section aria-labelledby=\"failed\"><h2 id=\"failed\">Failed <span>{failed.Length}</span></h2>");
            if (failed.Length > MostWithoutContents)
            {
                Contents(html, failed);
            }

            for (var i = 0; i < failed.Length; i++)
            {
                Card(html, failed[i], i, historyEnd);
            }

            html.Write($"</section>");
        }

        if (passed.Length > 0)
        {
            html.Write($"<section aria-labelledby=\"passed\"><h2 id=\"passed\">Passed <span>{passed.Length}</span></h2>");
            Passed(html, passed, historyEnd);
            html.Write($"</section>");
        }
    }

    private static int Rank(string severity) => severity switch
    {
        "critical" => 0,
        "warning" => 1,
        _ => 2,
    };

    private static void Contents(HtmlWriter html, ReportLine[] failed)
    {
        html.Write($"<div class=\"table\" tabindex=\"0\"><table class=\"contents\"><thead><tr><th scope=\"col\">Expectation</th><th scope=\"col\">Severity</th><th scope=\"col\" class=\"n\">Rows unexpected</th></tr></thead><tbody>");
        for (var i = 0; i < failed.Length; i++)
        {
            var line = failed[i];
            html.Write($"<tr><th scope=\"row\"><a href=\"#f{i}\">{Name(line)}</a></th><td><span class=\"tag {line.Severity}\">{line.Severity}</span></td>");
            html.Write($"<td class=\"n\">{(line.Exception is not null ? "not judged" : line.Unexpected > 0 && line.Rows > 0 ? $"{Page.Count(line.Unexpected)} ({Page.Percent((double)line.Unexpected / line.Rows)})" : "–")}</td></tr>");
        }

        html.Write($"</tbody></table></div>");
    }

    private static void Card(HtmlWriter html, ReportLine line, int index, DateTime? historyEnd)
    {
        html.Write($"<article id=\"f{index}\" class=\"{line.Severity}\"><div class=\"head\"><h3>{Name(line)}</h3><b class=\"tag {line.Severity}\">{line.Severity}</b></div>");
        Why(html, line);
        Numbers(html, line);
        if (historyEnd is { } end)
        {
            html.Write($"{HistoryChart.Of(line.History, end, "Rows unexpected")}");
        }

        html.Write($"</article>");
    }

    /// <summary>Why an expectation is there, and what it asks for.</summary>
    public static void Why(HtmlWriter html, ReportLine line)
    {
        foreach (var note in line.Notes)
        {
            html.Write($"<p class=\"note\">{note}</p>");
        }

        if (line.Arguments.Count > 0)
        {
            html.Write($"<p class=\"kwargs\">");
            foreach (var (name, value) in line.Arguments)
            {
                html.Write($"<span>{name} <code>{value}</code></span> ");
            }

            html.Write($"</p>");
        }
    }

    private static void Numbers(HtmlWriter html, ReportLine line)
    {
        if (line.Exception is not null)
        {
            html.Write($"<p class=\"error\">Could not be judged: {line.Exception}</p>");
        }

        if (line.Runs > 1)
        {
            html.Write($"<p>Failed in <strong>{line.FailedRuns:N0}</strong> of {line.Runs:N0} runs</p>");
        }

        if (line.Unexpected > 0 && line.Rows > 0)
        {
            var share = (double)line.Unexpected / line.Rows * 100;
            html.Write($"<p><strong>{line.Unexpected:N0}</strong> of {line.Rows:N0} rows unexpected ({Page.Percent(share / 100)})</p><div class=\"bar\" aria-hidden=\"true\"><i style=\"width:{Math.Clamp(share, 0.5, 100):0.##}%\"></i></div>");
        }

        if (line.Samples.Count > 0)
        {
            html.Write($"<p class=\"samples\">{(line.Runs > 1 ? "Last seen" : "Such as")} ");
            var characters = 0;
            foreach (var (value, count) in line.Samples.Take(MostSamples))
            {
                if ((characters += value.Length) > MostSampledCharacters && characters > value.Length)
                {
                    html.Write($"<small>and others</small>");
                    break;
                }

                html.Write($"<span><code>{value}</code>");
                if (count > 1)
                {
                    html.Write($"<small>×{count}</small>");
                }

                html.Write($"</span> ");
            }

            html.Write($"</p>");
        }

        foreach (var (name, value) in line.Observed)
        {
            html.Write($"<p>{name} <code>{value}</code></p>");
        }
    }

    private static void Passed(HtmlWriter html, IReadOnlyList<ReportLine> lines, DateTime? historyEnd)
    {
        html.Write($"<div class=\"table\"><table><thead><tr><th scope=\"col\">Expectation</th><th scope=\"col\" class=\"n\">Tolerated rows</th>");
        if (historyEnd is not null)
        {
            html.Write($"<th scope=\"col\" class=\"chart\">Last hour</th>");
        }

        html.Write($"</tr></thead><tbody>");
        foreach (var line in lines)
        {
            html.Write($"<tr><th scope=\"row\">{Name(line)}");
            foreach (var note in line.Notes)
            {
                html.Write($"<small>{note}</small>");
            }

            html.Write($"</th><td class=\"n{(line.Unexpected == 0 ? " zero" : "")}\">{line.Unexpected:N0}</td>");
            if (historyEnd is { } end)
            {
                html.Write($"<td class=\"chart\">{HistoryChart.Of(line.History, end, "Rows unexpected")}</td>");
            }

            html.Write($"</tr>");
        }

        html.Write($"</tbody></table></div>");
    }

    public static Markup Name(ReportLine line) => line.Subject is null
        ? new HtmlWriter().Write($"{line.Title}").ToMarkup()
        : new HtmlWriter().Write($"<code>{line.Subject}</code> {line.Title}").ToMarkup();
}
