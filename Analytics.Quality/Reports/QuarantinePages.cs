using Analytics.Contracts.Suites;
using Analytics.Lake.Layout;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Reports.Html;
using Analytics.Quality.Runs;
using Analytics.Quality.Sql;

namespace Analytics.Quality.Reports;

/// <summary>What is quarantined: all batches by table, and one batch with some of its rows; both with the forms that release or discard.</summary>
internal sealed class QuarantinePages(RunStore runs, IReadOnlyDictionary<string, ExpectationSuite> suites, LakeLayout lake)
{
    public const string Path = "/quality/quarantine";

    /// <summary>The most batches of a table on the list: the rest shows when these are decided about.</summary>
    private const int MostBatches = 100;

    private const int SampledRows = 5;

    public static string TablePath(string table) => $"{Path}/{Uri.EscapeDataString(table)}";

    public static string BatchPath(string table, long batch) => $"{TablePath(table)}/{batch}";

    /// <summary>The list.</summary>
    /// <param name="chosen">The table whose batches are all ticked; null for none.</param>
    public string List(string? chosen)
    {
        using var database = new QualityDatabase();
        var tables = suites.Keys.OrderBy(table => table != LakeLayout.Events).Select(table => (Table: table, Rows: new QuarantinedRows(database, lake, table)))
            .Select(table => (table.Table, Total: table.Rows.Total(), Batches: table.Rows.List(MostBatches))).Where(table => table.Batches.Count > 0).ToArray();
        var (batches, rows) = (tables.Sum(table => table.Total.Batches), tables.Sum(table => table.Total.Rows));
        var html = new HtmlWriter();
        Page.Header(
            html,
            batches == 0 ? "good" : "warn",
            lake.Pipeline,
            batches == 0 ? "Nothing is in quarantine" : $"{Page.Count(rows)} {(rows == 1 ? "row waits" : "rows wait")} for a decision",
            batches == 0 ? "Rows that break a critical expectation would be listed here." : $"{Page.Count(batches)} {(batches == 1 ? "batch" : "batches")} · nothing is lost or served meanwhile · a decision is final");
        foreach (var (table, total, listed) in tables)
        {
            html.Write($"<section aria-label=\"{table}\"><h2>{table} <span>{total.Rows:N0} rows in {total.Batches:N0} {(total.Batches == 1 ? "batch" : "batches")}{(total.Batches > listed.Count ? $", the oldest {listed.Count} listed" : "")}</span></h2>");
            Batches(html, table, listed, chosen == table);
            html.Write($"</section>");
        }

        return Page.Of("Quarantine", html, lake.Pipeline);
    }

    /// <summary>One batch; null when it does not wait, or no longer.</summary>
    public string? Batch(string table, long batch)
    {
        using var database = new QualityDatabase();
        var rows = new QuarantinedRows(database, lake, table);
        if (rows.Find(batch) is not { } found)
        {
            return null;
        }

        var run = runs.OfBatches(table, [batch]).GetValueOrDefault(batch);
        var html = new HtmlWriter();
        Page.Header(html, "warn", table, $"{Page.Count(found.Rows)} {(found.Rows == 1 ? "row waits" : "rows wait")} for a decision", $"Batch {batch}{(run is null ? "" : $" · quarantined {Page.Time(run.At)} UTC, {Page.Count(run.RowsGold)} rows of it went to gold")}");
        html.Write($"<form method=\"post\" action=\"{TablePath(table)}\" class=\"decide\"><input type=\"hidden\" name=\"batch\" value=\"{batch}\">");
        Buttons(html);
        html.Write($"</form>");
        Reasons(html, found);
        QuarantineSamples.Write(html, rows.Sample(found, SampledRows), found);
        html.Write($"<p class=\"pages\"><a href=\"{Path}\">All that is quarantined</a>");
        if (run is not null)
        {
            html.Write($"<a href=\"{QualityPages.RunPath(table, run.GoldVersion)}\">The run that quarantined it</a>");
        }

        html.Write($"</p>");
        return Page.Of($"{table}: batch {batch} in quarantine", html, lake.Pipeline);
    }

    private void Batches(HtmlWriter html, string table, IReadOnlyList<QuarantinedBatch> batches, bool isTicked)
    {
        var known = runs.OfBatches(table, [.. batches.Select(batch => batch.Batch)]);
        if (batches.Count > 1)
        {
            html.Write($"<p class=\"tick\">{new Markup(isTicked ? $"<a href=\"{Path}\">Tick none</a>" : $"<a href=\"{Path}?tick={Uri.EscapeDataString(table)}\">Tick all {batches.Count}</a>")}</p>");
        }

        html.Write($"<form method=\"post\" action=\"{TablePath(table)}\" class=\"decide\"><div class=\"table\" tabindex=\"0\"><table><thead><tr><th scope=\"col\">Batch</th><th scope=\"col\" class=\"n\">Rows</th><th scope=\"col\">Why</th><th scope=\"col\" class=\"wide\">Since (UTC)</th></tr></thead><tbody>");
        foreach (var batch in batches)
        {
            html.Write($"<tr><th scope=\"row\"><input type=\"checkbox\" name=\"batch\" value=\"{batch.Batch}\" aria-label=\"batch {batch.Batch}\"{new Markup(isTicked ? " checked" : "")}> <a href=\"{BatchPath(table, batch.Batch)}\">{batch.Batch}</a></th><td class=\"n\">{batch.Rows:N0}</td><td>");
            foreach (var (line, rows) in Lines(batch).Take(QuarantinedSample.MostReasons))
            {
                html.Write($"<span class=\"why\">{ReportCards.Name(line)}{(rows == batch.Rows ? "" : $" · {Page.Count(rows)} rows")}</span>");
            }

            html.Write($"</td><td class=\"wide\">{(known.GetValueOrDefault(batch.Batch) is { } run ? Page.Time(run.At) : "–")}</td></tr>");
        }

        html.Write($"</tbody></table></div>");
        html.Write($"<div class=\"sticky\">");
        Buttons(html);
        html.Write($"</div></form>");
    }

    private static void Buttons(HtmlWriter html) => html.Write($"""
        <p class="note">Released rows come to gold, and windows that they belong to are computed anew. Discarded rows never come to gold.</p>
        <div class="buttons"><button name="action" value="release" class="main">Release to gold</button><button name="action" value="discard" class="danger">Discard…</button></div>
        """);

    private void Reasons(HtmlWriter html, QuarantinedBatch batch)
    {
        html.Write($"<section aria-labelledby=\"why\"><h2 id=\"why\">Why</h2>");
        foreach (var (line, rows) in Lines(batch))
        {
            html.Write($"<article class=\"critical\"><div class=\"head\"><h3>{ReportCards.Name(line)}</h3><b class=\"tag critical\">{rows:N0} {(rows == 1 ? "row" : "rows")}</b></div>");
            ReportCards.Why(html, line);
            html.Write($"</article>");
        }

        html.Write($"</section>");
    }

    /// <summary>The expectations that a batch breaks, each with its rows; a row may break several.</summary>
    private IEnumerable<(ReportLine Line, long Rows)> Lines(QuarantinedBatch batch) => batch.Reasons
        .SelectMany(reason => ReasonText.Of(reason.Reason).Select(part => (Part: part, reason.Rows)))
        .GroupBy(pair => pair.Part, pair => pair.Rows)
        .Select(group => (group.Key.Line(suites[batch.Table]), group.Sum()))
        .OrderByDescending(pair => pair.Item2);
}
