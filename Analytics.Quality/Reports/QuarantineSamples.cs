using Analytics.Quality.Quarantine;
using Analytics.Quality.Reports.Html;

namespace Analytics.Quality.Reports;

/// <summary>Some quarantined rows as a table: the columns to blame first, their values marked.</summary>
internal static class QuarantineSamples
{
    public static void Write(HtmlWriter html, QuarantinedSample sample, QuarantinedBatch batch)
    {
        if (sample.Rows.Count == 0)
        {
            return;
        }

        var blamed = batch.Reasons.SelectMany(reason => ReasonText.Of(reason.Reason)).Select(part => part.Column).ToHashSet();
        int[] order = [.. Enumerable.Range(0, sample.Columns.Count).OrderBy(i => !blamed.Contains(sample.Columns[i]))];
        html.Write($"<section aria-labelledby=\"rows\"><h2 id=\"rows\">Rows <span>{sample.Rows.Count} of {batch.Rows:N0}</span></h2><div class=\"table\" tabindex=\"0\"><table class=\"rows\"><thead><tr>");
        foreach (var i in order)
        {
            html.Write($"<th scope=\"col\">{sample.Columns[i]}</th>");
        }

        html.Write($"</tr></thead><tbody>");
        foreach (var row in sample.Rows)
        {
            var breaks = ReasonText.Of(row.Reason).Select(part => part.Column).ToHashSet();
            html.Write($"<tr>");
            foreach (var i in order)
            {
                Cell(html, row.Values[i], breaks.Contains(sample.Columns[i]));
            }

            html.Write($"</tr>");
        }

        html.Write($"</tbody></table></div></section>");
    }

    private static void Cell(HtmlWriter html, string? value, bool isBlamed)
    {
        html.Write($"<td{new Markup(isBlamed ? " class=\"bad\"" : "")}>");
        if (value is null)
        {
            html.Write($"<i>null</i>");
        }
        else
        {
            html.Write($"{(value.Length > QuarantinedSample.MostCharacters ? $"{value[..QuarantinedSample.MostCharacters]}…" : value)}");
        }

        html.Write($"</td>");
    }
}
