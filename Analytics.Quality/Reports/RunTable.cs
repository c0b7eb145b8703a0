using Analytics.Quality.Reports.Html;
using Analytics.Quality.Runs;

namespace Analytics.Quality.Reports;

/// <summary>Runs as a table, each with a link to its report.</summary>
internal static class RunTable
{
    public static void Write(HtmlWriter html, IReadOnlyList<RunEntry> runs, bool isPerMinute)
    {
        html.Write($"<div class=\"table\"><table id=\"list\"><thead><tr><th scope=\"col\">Time (UTC)</th><th scope=\"col\">Table</th><th scope=\"col\">Outcome</th><th scope=\"col\" class=\"n\">Failed</th><th scope=\"col\" class=\"n\">Quarantined</th><th scope=\"col\" class=\"n wide\">To gold</th>");
        html.Write($"<th scope=\"col\" class=\"n wide\">{(isPerMinute ? "Runs" : "Batches")}</th></tr></thead><tbody>");
        foreach (var run in runs)
        {
            var path = isPerMinute ? QualityPages.MinutePath(run.Table, run.At) : QualityPages.RunPath(run.Table, run.GoldVersion);
            html.Write($"<tr><th scope=\"row\"><a href=\"{path}\"><time datetime=\"{run.At:O}\">{(isPerMinute ? Page.Minute(run.At) : Page.Time(run.At))}</time></a></th><td>{run.Table}</td>");
            html.Write($"<td><span class=\"tag {QualityPages.Tone(run)}\">{QualityPages.Word(run)}</span></td>");
            html.Write($"<td class=\"n{(run.Failed == 0 ? " zero" : "")}\">{run.Failed:N0} of {run.Expectations:N0}</td><td class=\"n{(run.RowsQuarantined > 0 ? " bad" : " zero")}\">{run.RowsQuarantined:N0}</td><td class=\"n wide\">{run.RowsGold:N0}</td>");
            html.Write($"<td class=\"n wide\">{(isPerMinute ? Page.Count(run.Runs) : run.FirstBatch == run.LastBatch ? $"{run.LastBatch}" : $"{run.FirstBatch}–{run.LastBatch}")}</td></tr>");
        }

        html.Write($"</tbody></table></div>");
    }
}
