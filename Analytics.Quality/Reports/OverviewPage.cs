using System.Globalization;
using Analytics.Contracts.Suites;
using Analytics.Lake.Layout;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Reports.Html;
using Analytics.Quality.Runs;
using Analytics.Quality.Sql;
using Analytics.Quality.Telemetry;

namespace Analytics.Quality.Reports;

/// <summary>The first page: how each gate stands, what has failed within the hour, and the runs.</summary>
internal sealed class OverviewPage(RunStore runs, IReadOnlyDictionary<string, ExpectationSuite> suites, LakeLayout lake, GateBoard board, TimeProvider time)
{
    private static readonly (string Value, string Text)[] Outcomes = [("", "all"), ("failed", "failed"), ("warning", "warning"), ("passed", "passed")];
    private static readonly (string Value, string Text)[] Ways = [("minute", "minute by minute"), ("run", "every run")];

    public string Of(RunQuery query)
    {
        var minute = QualityPages.MinuteOf(time.GetUtcNow().UtcDateTime);
        var (from, to) = (minute.AddMinutes(1 - HistoryChart.Minutes), minute.AddMinutes(1));
        var gates = suites.Keys.OrderBy(table => table != LakeLayout.Events).Select(board.Of).ToArray();
        var html = new HtmlWriter();
        var isFirstPage = query.Before is null;
        if (isFirstPage)
        {
            var failing = runs.Expectations(null, from, to).Where(outcome => outcome.FailedRuns > 0).ToArray();
            Header(html, gates, failing);
            Gates(html, gates, runs.Tables(from, to), [.. failing.Select(outcome => outcome.Table)], minute);
            Failing(html, failing);
        }

        html.Write($"<section aria-labelledby=\"runs\"><h2 id=\"runs\">Runs</h2>");
        Filter(html, query);
        var page = runs.List(query);
        if (page.Runs.Count == 0)
        {
            html.Write($"<p class=\"empty\">{(query.Table is null && query.Outcome is null && isFirstPage ? "Nothing has been evaluated yet: results appear about five seconds after rows are settled." : "No runs like that.")}</p>");
        }
        else
        {
            RunTable.Write(html, page.Runs, query.PerMinute);
        }

        html.Write($"<p class=\"pages\">");
        if (!isFirstPage)
        {
            html.Write($"<a href=\"/quality?{Query(query, null)}#runs\">Newest</a>");
        }

        if (page.Next is not null)
        {
            html.Write($"<a href=\"/quality?{Query(query, page.Next)}#runs\" rel=\"next\">Older runs →</a>");
        }

        html.Write($"</p></section>");
        return Page.Of("Data quality", html, lake.Pipeline);
    }

    private void Header(HtmlWriter html, GateReading[] gates, ExpectationOutcome[] failing)
    {
        var closed = gates.Where(gate => gate.Closed).ToArray();
        var stuck = gates.Where(gate => gate.Failure is not null).ToArray();
        var critical = failing.Count(outcome => outcome.Severity == "critical");
        var (tone, heading) = stuck.Length > 0 ? ("bad", "A gate cannot settle")
            : closed.Length > 0 ? ("bad", closed.Length == 1 ? $"The gate of {closed[0].Table} lets nothing through" : $"{closed.Length} gates let nothing through")
            : critical > 0 ? ("bad", "Some rows are quarantined")
            : failing.Length > 0 ? ("warn", "All rows are published, with warnings")
            : ("good", "All expectations hold");
        Page.Header(html, tone, lake.Pipeline, heading, $"{suites.Values.Sum(suite => suite.Expectations.Count)} expectations over {suites.Count} tables · within the hour {failing.Length} failed, {critical} of them critical · {Page.Time(time.GetUtcNow().UtcDateTime)} UTC");
        foreach (var gate in stuck)
        {
            html.Write($"<div class=\"alarm\" role=\"alert\"><strong>{gate.Table}: settlement fails and is tried again.</strong><p>{gate.Failure}</p></div>");
        }

        foreach (var gate in closed)
        {
            html.Write($"<div class=\"alarm\" role=\"alert\"><strong>{gate.Table}: everything is quarantined since {gate.ClosedSince?.UtcDateTime:yyyy-MM-dd HH:mm:ss} UTC, {gate.RefusedRows:N0} rows.</strong><p>Nothing reaches gold. Either the source has changed or the suite is wrong: look at what failed below, correct it, then <a href=\"{QuarantinePages.Path}\">release or discard what waits</a>.</p></div>");
        }

        Waiting(html);
        if (board.PublicationFailure is { } delayed)
        {
            html.Write($"<div class=\"alarm warn\" role=\"alert\"><strong>Results are late.</strong><p>Rows are settled, but their results can't be published and are missing here: {delayed}</p></div>");
        }
    }

    /// <summary>What waits for a decision, however long ago it was quarantined.</summary>
    private void Waiting(HtmlWriter html)
    {
        using var database = new QualityDatabase();
        var totals = suites.Keys.Select(table => new QuarantinedRows(database, lake, table).Total()).ToArray();
        if (totals.Sum(total => total.Rows) is > 0 and var rows)
        {
            html.Write($"<p class=\"waits\"><a href=\"{QuarantinePages.Path}\">{rows:N0} {(rows == 1 ? "row" : "rows")} in quarantine</a> {(rows == 1 ? "waits" : "wait")} for a decision.</p>");
        }
    }

    private void Gates(HtmlWriter html, GateReading[] gates, ILookup<string, HistoryPoint> history, HashSet<string> failing, DateTime minute)
    {
        html.Write($"<section aria-labelledby=\"gates\"><h2 id=\"gates\">Tables</h2><div class=\"gates\">");
        foreach (var gate in gates)
        {
            var points = history[gate.Table].ToArray();
            var (rows, refused) = (points.Sum(point => point.Rows), points.Sum(point => point.Unexpected));
            var (tone, word) = gate.Failure is not null ? ("bad", "stuck") : gate.Closed ? ("bad", "closed") : refused > 0 ? ("bad", "quarantining") : failing.Contains(gate.Table) ? ("warn", "warnings") : gate.LastSettled is null ? ("info", "no rows yet") : ("good", "open");
            html.Write($"<article class=\"{tone}\"><div class=\"head\"><h3><a href=\"/quality?table={Uri.EscapeDataString(gate.Table)}#runs\">{gate.Table}</a></h3><span class=\"tag {tone}\">{word}</span></div>");
            html.Write($"<p><strong>{rows - refused:N0}</strong> rows to gold, <strong>{refused:N0}</strong> quarantined within the hour</p>");
            html.Write($"<p class=\"note\">{suites[gate.Table].Expectations.Count} expectations{(gate.PendingBatches > 0 ? $" · {gate.PendingBatches} batches at the gate" : "")}{(gate.LastSettled is { } last ? string.Create(CultureInfo.InvariantCulture, $" · last settled {last.UtcDateTime:HH:mm:ss}") : "")}</p>");
            html.Write($"{HistoryChart.Of(points, minute, $"{gate.Table}: rows quarantined", "rows quarantined", "no row quarantined", "any of")}</article>");
        }

        html.Write($"</div></section>");
    }

    private void Failing(HtmlWriter html, ExpectationOutcome[] failing)
    {
        if (failing.Length == 0)
        {
            return;
        }

        html.Write($"<section aria-labelledby=\"failing\"><h2 id=\"failing\">Failed within the hour <span>{failing.Length}</span></h2><div class=\"table\"><table><thead><tr><th scope=\"col\">Expectation</th><th scope=\"col\">Severity</th><th scope=\"col\" class=\"n\">Rows unexpected</th><th scope=\"col\" class=\"n wide\">Failed runs</th><th scope=\"col\">Last (UTC)</th></tr></thead><tbody>");
        foreach (var outcome in failing.OrderBy(outcome => outcome.Severity switch { "critical" => 0, "warning" => 1, _ => 2 }).ThenByDescending(outcome => outcome.LastFailure))
        {
            var title = ReportLine.Of(outcome, suites.GetValueOrDefault(outcome.Table) ?? ExpectationSuite.Empty(outcome.Table)).Title;
            var last = outcome.LastFailure!.Value;
            html.Write($"<tr><th scope=\"row\">{outcome.Table}: ");
            if (outcome.Column is { } column)
            {
                html.Write($"<code>{column}</code> ");
            }

            html.Write($"{title}</th><td><span class=\"tag {outcome.Severity}\">{outcome.Severity}</span></td><td class=\"n\">{outcome.Unexpected:N0}</td><td class=\"n wide\">{outcome.FailedRuns:N0} of {outcome.Runs:N0}</td>");
            html.Write($"<td><a href=\"{QualityPages.MinutePath(outcome.Table, QualityPages.MinuteOf(last))}\"><time datetime=\"{last:O}\">{last:HH:mm:ss}</time></a></td></tr>");
        }

        html.Write($"</tbody></table></div></section>");
    }

    private void Filter(HtmlWriter html, RunQuery query)
    {
        html.Write($"<form action=\"/quality\" method=\"get\">");
        Select(html, "table", "Table", [("", "all"), .. suites.Keys.Select(table => (table, table))], query.Table ?? "");
        Select(html, "outcome", "Outcome", Outcomes, query.Outcome is { } outcome ? outcome.ToString().ToLowerInvariant() : "");
        Select(html, "per", "Show", Ways, query.PerMinute ? "minute" : "run");
        html.Write($"<button>Show</button></form>");
    }

    private static void Select(HtmlWriter html, string name, string label, IEnumerable<(string Value, string Text)> options, string chosen)
    {
        html.Write($"<div><label for=\"{name}\">{label}</label><select id=\"{name}\" name=\"{name}\">");
        foreach (var (value, text) in options)
        {
            html.Write($"<option value=\"{value}\"{new Markup(value == chosen ? " selected" : "")}>{text}</option>");
        }

        html.Write($"</select></div>");
    }

    private static string Query(RunQuery query, string? before) => string.Join('&', new[]
    {
        ("table", query.Table),
        ("outcome", query.Outcome?.ToString().ToLowerInvariant()),
        ("per", query.PerMinute ? null : "run"),
        ("limit", query.Limit == RunQuery.UsualLimit ? null : query.Limit.ToString(CultureInfo.InvariantCulture)),
        ("before", before),
    }.Where(pair => pair.Item2 is not null).Select(pair => $"{pair.Item1}={Uri.EscapeDataString(pair.Item2!)}"));
}
