using System.Globalization;
using Analytics.Quality.Reports.Html;

namespace Analytics.Quality.Reports;

/// <summary>What all pages share. A page is one file: its style and charts are in it, and it has no script.</summary>
internal static class Page
{
    /// <summary>Forbids whatever a page does not have: should data ever get into it unescaped, it could load and run nothing.</summary>
    public const string ContentSecurityPolicy = "default-src 'none'; style-src 'unsafe-inline'; form-action 'self'; base-uri 'none'; frame-ancestors 'self'";

    /// <param name="title">The title.</param>
    /// <param name="body">The content of its main part.</param>
    /// <param name="pipeline">The pipeline whose pages it belongs to; null for a file of its own.</param>
    public static string Of(string title, HtmlWriter body, string? pipeline)
    {
        var html = new HtmlWriter();
        html.Write($"<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>{title}</title><style>{new Markup(ReportStyle.Css)}</style></head><body>");
        if (pipeline is not null)
        {
            html.Write($"<nav aria-label=\"Data quality\"><a href=\"/quality\">Data quality</a><a href=\"/quality/quarantine\">Quarantine</a><span>{pipeline}</span></nav>");
        }

        return html.Write($"<main>{body.ToMarkup()}</main></body></html>").ToString();
    }

    /// <param name="html">The page.</param>
    /// <param name="tone"><c>good</c>, <c>warn</c> or <c>bad</c>.</param>
    /// <param name="above">A line above the heading.</param>
    /// <param name="heading">The heading.</param>
    /// <param name="below">A line below it.</param>
    public static void Header(HtmlWriter html, string tone, string above, string heading, string below) =>
        html.Write($"<header class=\"{tone}\"><p class=\"suite\">{above}</p><h1>{heading}</h1><p>{below}</p></header>");

    /// <summary>A row of figures.</summary>
    public static void Figures(HtmlWriter html, params IEnumerable<(string Name, string Value, string Tone)> figures)
    {
        html.Write($"<dl class=\"figures\">");
        foreach (var (name, value, tone) in figures)
        {
            html.Write($"<div class=\"{tone}\"><dt>{name}</dt><dd>{value}</dd></div>");
        }

        html.Write($"</dl>");
    }

    public static string Time(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);

    public static string Minute(DateTime utc) => utc.ToString("yyyy-MM-dd HH:mm", CultureInfo.InvariantCulture);

    /// <summary>A share in percent: small ones keep two digits that say something.</summary>
    public static string Percent(double share) => string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.##} %") is var usual && (share == 0 || usual[0] != '0')
        ? usual
        : string.Create(CultureInfo.InvariantCulture, $"{share * 100:0.####} %");

    public static string Count(long value) => value.ToString("N0", CultureInfo.InvariantCulture);
}
