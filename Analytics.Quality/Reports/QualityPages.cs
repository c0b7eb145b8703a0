using System.Globalization;
using Analytics.Contracts.Suites;
using Analytics.Lake.Layout;
using Analytics.Quality.Reports.Html;
using Analytics.Quality.Runs;

namespace Analytics.Quality.Reports;

/// <summary>The reports about stored runs: of one run, and of all runs of a minute.</summary>
internal sealed class QualityPages(RunStore runs, IReadOnlyDictionary<string, ExpectationSuite> suites, LakeLayout lake)
{
    private const int RunsOfMinute = 100;

    /// <summary>The address of a run's report.</summary>
    public static string RunPath(string table, long goldVersion) => string.Create(CultureInfo.InvariantCulture, $"/quality/{Uri.EscapeDataString(table)}/runs/{goldVersion}");

    /// <summary>The address of a minute's report.</summary>
    public static string MinutePath(string table, DateTime minute) => $"/quality/{Uri.EscapeDataString(table)}/minutes/{minute.ToString("yyyyMMdd'T'HHmm", CultureInfo.InvariantCulture)}";

    public static DateTime MinuteOf(DateTime time) => new(time.Ticks - (time.Ticks % TimeSpan.TicksPerMinute), DateTimeKind.Utc);

    /// <summary>The report of one run; null when it is not known, or no longer.</summary>
    public string? Run(string table, long goldVersion)
    {
        if (runs.Find(table, goldVersion) is not { } run)
        {
            return null;
        }

        var minute = MinuteOf(run.At);
        var html = new HtmlWriter();
        Page.Header(html, Tone(run), table, Heading(run), $"Settled {Page.Time(run.At)} UTC · {Batches(run)} · gold version {run.GoldVersion}");
        Rows(html, run);
        if (run.RowsQuarantined > 0)
        {
            Decision(html, run);
        }

        ReportCards.Write(html, Lines(table, runs.Expectations(table, goldVersion), minute), minute);
        html.Write($"<p class=\"pages\"><a href=\"{MinutePath(table, minute)}\">All runs of {Page.Minute(minute)}</a></p>");
        return Page.Of($"{table} {run.GoldVersion}: {Word(run)}", html, lake.Pipeline);
    }

    /// <summary>The report of a minute; null when nothing was evaluated in it.</summary>
    public string? Minute(string table, DateTime minute)
    {
        var outcomes = runs.Expectations(table, minute, minute.AddMinutes(1));
        if (outcomes.Count == 0)
        {
            return null;
        }

        var end = new RunCursor(RunCursor.Micros(minute.AddMinutes(1)) - 1, 0, "");
        var list = runs.List(new RunQuery(table, null, PerMinute: false, RunsOfMinute, end)).Runs.Where(run => run.At >= minute).ToArray();
        var all = runs.List(new RunQuery(table, null, PerMinute: true, 1, end)).Runs[0];
        var html = new HtmlWriter();
        Page.Header(html, Tone(all), table, Heading(all), $"The minute from {Page.Minute(minute)} UTC · {Page.Count(all.Runs)} runs, {Page.Count(all.FailedRuns)} with a failure");
        Rows(html, all);
        ReportCards.Write(html, Lines(table, outcomes, minute), minute);
        html.Write($"<section aria-labelledby=\"runs\"><h2 id=\"runs\">Runs <span>{all.Runs:N0}{(all.Runs > list.Length ? $", the last {list.Length}" : "")}</span></h2>");
        RunTable.Write(html, list, isPerMinute: false);
        html.Write($"</section>");
        return Page.Of($"{table} {Page.Minute(minute)}: {Word(all)}", html, lake.Pipeline);
    }

    public static string Tone(RunEntry run) => run.Outcome switch
    {
        RunOutcome.Failed => "bad",
        RunOutcome.Warning => "warn",
        _ => "good",
    };

    public static string Word(RunEntry run) => run.Outcome switch
    {
        RunOutcome.Failed => "failed",
        RunOutcome.Warning => "warning",
        _ => "passed",
    };

    private static string Heading(RunEntry run) => run.Failed == 0
        ? run.Expectations == 1 ? "The expectation holds" : $"All {run.Expectations} expectations hold"
        : $"{run.Failed} of {run.Expectations} expectations fail{(run.FailedCritical > 0 ? $", {run.FailedCritical} critical" : "")}";

    private static string Batches(RunEntry run) => run.FirstBatch == run.LastBatch ? $"batch {run.LastBatch}" : $"batches {run.FirstBatch}–{run.LastBatch}";

    private static void Rows(HtmlWriter html, RunEntry run)
    {
        var rows = run.RowsGold + run.RowsQuarantined;
        Page.Figures(
            html,
            ("Rows judged", Page.Count(rows), ""),
            ("To gold", Page.Count(run.RowsGold), run.RowsGold == 0 && rows > 0 ? "bad" : ""),
            ("Quarantined", Page.Count(run.RowsQuarantined), run.RowsQuarantined > 0 ? "bad" : ""),
            ("Share quarantined", rows == 0 ? "–" : Page.Percent((double)run.RowsQuarantined / rows), run.RowsQuarantined > 0 ? "bad" : ""));
    }

    private static void Decision(HtmlWriter html, RunEntry run) => html.Write($"""
        <section class="alarm warn" aria-label="Decision"><strong>{run.RowsQuarantined:N0} {(run.RowsQuarantined == 1 ? "row was" : "rows were")} quarantined as batch {run.LastBatch}.</strong>
        <p>They wait in the table <code>quarantine/{run.Table}</code> until someone decides: <a href="{QuarantinePages.BatchPath(run.Table, run.LastBatch)}">look at them, then release or discard</a>. The same from the command line:</p>
        <pre>dotnet run --project Analytics.Quality -- release {run.Table} {run.LastBatch}   # to gold; windows are computed anew
        dotnet run --project Analytics.Quality -- discard {run.Table} {run.LastBatch}   # never to gold</pre></section>
        """);

    private List<ReportLine> Lines(string table, IReadOnlyList<ExpectationOutcome> outcomes, DateTime minute)
    {
        var history = runs.History(table, minute.AddMinutes(1 - HistoryChart.Minutes), minute.AddMinutes(1));
        var suite = suites.GetValueOrDefault(table) ?? ExpectationSuite.Empty(table);
        return [.. outcomes.Select(outcome => ReportLine.Of(outcome, suite) with { History = [.. history[(outcome.Index, outcome.Type)]] })];
    }
}
