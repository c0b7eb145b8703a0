using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Reports.Html;

namespace Analytics.Quality.Reports;

/// <summary>What follows a decision's form: the question before rows are given up for good, and what became of each batch.</summary>
internal sealed class DecisionPages(LakeLayout lake)
{
    /// <summary>The field that says the question was answered.</summary>
    public const string Confirmed = "confirmed";

    private const int MostNamed = 20;

    /// <summary>Asks before batches are discarded.</summary>
    public string Question(string table, IReadOnlyList<long> batches)
    {
        var html = new HtmlWriter();
        Page.Header(html, "warn", table, batches.Count == 1 ? $"Discard batch {batches[0]}?" : $"Discard {batches.Count} batches?", $"{(batches.Count == 1 ? "" : $"{Named(batches)} · ")}the rows never come to gold, and this cannot be undone");
        html.Write($"<form method=\"post\" action=\"{QuarantinePages.TablePath(table)}\" class=\"decide\"><input type=\"hidden\" name=\"action\" value=\"discard\"><input type=\"hidden\" name=\"{Confirmed}\" value=\"yes\">");
        foreach (var batch in batches)
        {
            html.Write($"<input type=\"hidden\" name=\"batch\" value=\"{batch}\">");
        }

        html.Write($"<div class=\"buttons\"><button class=\"danger\">Discard for good</button><a href=\"{QuarantinePages.Path}\">Keep in quarantine</a></div></form>");
        return Page.Of($"Discard from {table}?", html, lake.Pipeline);
    }

    /// <summary>What was done. The page may be loaded again: a decision is made once.</summary>
    public string Outcome(string table, QuarantineAction action, IReadOnlyList<DecisionLine> lines)
    {
        var word = action is QuarantineAction.Release ? "released" : "discarded";
        var (done, wrong) = (lines.Count(line => line.Outcome is not null), lines.Count(line => line.Outcome is null));
        var rows = lines.Sum(line => action is QuarantineAction.Release ? line.Outcome?.Released ?? 0 : line.Outcome?.Discarded ?? 0);
        var html = new HtmlWriter();
        Page.Header(
            html,
            wrong == 0 ? "good" : done == 0 ? "bad" : "warn",
            table,
            wrong == 0 ? (rows == 0 ? $"Nothing left to do: {word} before" : $"{Page.Count(rows)} {(rows == 1 ? "row" : "rows")} {word}") : $"{wrong} of {lines.Count} {(lines.Count == 1 ? "batch" : "batches")} not {word}",
            action is QuarantineAction.Release ? "Windows that released rows belong to are computed anew within seconds." : "Discarded rows stay counted in the ledger.");
        html.Write($"<div class=\"table\"><table id=\"outcome\"><thead><tr><th scope=\"col\">Batch</th><th scope=\"col\">What became of it</th></tr></thead><tbody>");
        foreach (var line in lines)
        {
            html.Write($"<tr><th scope=\"row\">{line.Batch}</th><td>{(line.Outcome is { } outcome ? Sentence(outcome.Describe()) : Sentence(line.Refusal!))}</td></tr>");
        }

        html.Write($"</tbody></table></div><p class=\"pages\"><a href=\"{QuarantinePages.Path}\">What is still quarantined</a><a href=\"/quality\">Data quality</a></p>");
        return Page.Of($"{table}: {word}", html, lake.Pipeline);
    }

    /// <summary>A form that can't be followed, or a batch that is not there.</summary>
    public string Refusal(string table, string heading, string reason)
    {
        var html = new HtmlWriter();
        Page.Header(html, "warn", table, heading, reason);
        html.Write($"<p class=\"pages\"><a href=\"{QuarantinePages.Path}\">What is quarantined</a></p>");
        return Page.Of(heading, html, lake.Pipeline);
    }

    private static string Named(IReadOnlyList<long> batches) => batches.Count <= MostNamed
        ? $"batches {string.Join(", ", batches)}"
        : $"batches {string.Join(", ", batches.Take(MostNamed))} and {batches.Count - MostNamed} more";

    private static string Sentence(string text) => $"{char.ToUpperInvariant(text[0])}{text[1..]}";
}
