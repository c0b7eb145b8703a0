using System.Globalization;
using System.Text;
using Analytics.Quality.Reports.Html;
using Analytics.Quality.Runs;

namespace Analytics.Quality.Reports;

/// <summary>A history as a small bar chart (inline SVG): a bar a minute, as high as the root of the share of bad rows, so that few of many are seen too.</summary>
internal static class HistoryChart
{
    /// <summary>How many minutes a chart shows.</summary>
    public const int Minutes = 60;

    private const int Slot = 4;
    private const int Height = 32;
    private const int Quiet = 4;
    private const int Lowest = 6;

    /// <param name="points">Minutes, in any order; those outside the hour are left out.</param>
    /// <param name="last">The last minute shown.</param>
    /// <param name="subject">What the bars count, such as "rows unexpected".</param>
    /// <param name="bad">What happened in a bad run, such as "failed".</param>
    /// <param name="good">What happened in a good one.</param>
    /// <param name="each">What goes before the number of runs when all were good.</param>
    public static Markup Of(IReadOnlyList<HistoryPoint> points, DateTime last, string subject, string bad = "failed", string good = "held", string each = "all")
    {
        var first = last.AddMinutes(1 - Minutes);
        var shown = points.Where(point => point.Minute >= first && point.Minute <= last).ToArray();
        var (runs, failed) = (shown.Sum(point => point.Runs), shown.Sum(point => point.FailedRuns));
        var worst = shown.MaxBy(point => point.Share);
        if (runs == 0)
        {
            return new HtmlWriter().Write($"<p class=\"none\">Not evaluated within the hour</p>").ToMarkup();
        }

        var words = failed == 0
            ? $"{good} in {(runs == 1 ? "the only run" : $"{each} {Count(runs)} runs")}"
            : $"{bad} in {Count(failed)} of {Count(runs)} runs{(worst is { Share: > 0 } ? string.Create(CultureInfo.InvariantCulture, $", at most {Page.Percent(worst.Share)} of rows ({worst.Minute:HH:mm})") : "")}";
        var html = new HtmlWriter();
        return html.Write($"""
            <figure class="history"><svg viewBox="0 0 {Minutes * Slot} {Height}" preserveAspectRatio="none" role="img" aria-label="{subject}, {first:HH:mm} to {last:HH:mm} UTC: {words}">
            <path class="base" d="M0 {Height - 0.5}H{Minutes * Slot}"/><path class="ok" d="{Bars(shown.Where(point => point.FailedRuns == 0), first)}"/><path class="not" d="{Bars(shown.Where(point => point.FailedRuns > 0), first)}"/></svg>
            <figcaption>{first:HH:mm}–{last:HH:mm}: {words}</figcaption></figure>
            """).ToMarkup();
    }

    private static string Bars(IEnumerable<HistoryPoint> points, DateTime first)
    {
        var path = new StringBuilder();
        foreach (var point in points.Where(point => point.Runs > 0))
        {
            var x = ((int)(point.Minute - first).TotalMinutes * Slot) + (Slot / 2);
            var height = point.FailedRuns == 0 ? Quiet : point.Share == 0 ? Height - Quiet : Math.Clamp(Math.Sqrt(point.Share) * (Height - Quiet), Lowest, Height - Quiet);
            path.Append(CultureInfo.InvariantCulture, $"M{x} {Height}v-{height:0.#}");
        }

        return path.ToString();
    }

    private static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
