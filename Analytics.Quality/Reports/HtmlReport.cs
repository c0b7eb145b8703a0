using System.Globalization;
using System.Net;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Quality.Evaluation.Results;

namespace Analytics.Quality.Reports;

/// <summary>A suite's result as one HTML file without references to others: what failed first, how much, and sample values. All data is escaped.</summary>
internal static class HtmlReport
{
    private const int Samples = 8;

    /// <param name="result">The result.</param>
    /// <param name="subject">What was judged, such as a file's name.</param>
    /// <param name="at">When.</param>
    public static string Of(SuiteResult result, string subject, DateTimeOffset at)
    {
        var failed = result.Results.Where(each => !each.Success).ToArray();
        var passed = result.Results.Where(each => each.Success).ToArray();
        var serious = failed.Count(each => each.Expectation.Severity is Contracts.Suites.Severity.Critical);
        var html = new StringBuilder();
        html.Append("<!doctype html><html lang=\"en\"><head><meta charset=\"utf-8\"><meta name=\"viewport\" content=\"width=device-width,initial-scale=1\"><title>")
            .Append(Text($"{result.Suite.Name}: {(failed.Length == 0 ? "passed" : "failed")}")).Append("</title><style>").Append(ReportStyle.Css).Append("</style></head><body><main>");
        html.Append("<header class=\"").Append(failed.Length == 0 ? "good" : "bad").Append("\"><p class=\"suite\">").Append(Text(result.Suite.Name)).Append("</p><h1>")
            .Append(failed.Length == 0 ? $"All {passed.Length} expectations hold" : $"{failed.Length} of {result.Results.Count} expectations fail").Append("</h1><p>")
            .Append(Text(subject)).Append(" · ").Append(at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss 'UTC'", CultureInfo.InvariantCulture));
        if (failed.Length > 0)
        {
            html.Append(CultureInfo.InvariantCulture, $" · {serious} critical");
        }

        html.Append("</p></header>");
        Section(html, "Failed", failed);
        Section(html, "Passed", passed);
        return html.Append("</main></body></html>").ToString();
    }

    private static void Section(StringBuilder html, string title, ExpectationResult[] results)
    {
        if (results.Length == 0)
        {
            return;
        }

        html.Append(CultureInfo.InvariantCulture, $"<h2>{title} <span>{results.Length}</span></h2>");
        foreach (var result in results)
        {
            Card(html, result);
        }
    }

    private static void Card(StringBuilder html, ExpectationResult result)
    {
        var severity = SeverityName.Of(result.Expectation.Severity);
        html.Append("<article class=\"").Append(result.Success ? "pass" : severity).Append("\"><div class=\"head\"><h3>");
        if (Subject(result) is { } subject)
        {
            html.Append("<code>").Append(Text(subject)).Append("</code> ");
        }

        html.Append(Text(Title(result.Expectation.Type))).Append("</h3><b class=\"tag\">").Append(result.Success ? "holds" : severity).Append("</b></div>");
        foreach (var note in Notes(result))
        {
            html.Append("<p class=\"note\">").Append(Text(note)).Append("</p>");
        }

        var kwargs = result.Expectation.Kwargs.EnumerateObject().Where(kwarg => kwarg.Name is not ("column" or "column_A" or "column_B" or "column_list")).ToArray();
        if (kwargs.Length > 0)
        {
            html.Append("<p class=\"kwargs\">").AppendJoin(" ", kwargs.Select(kwarg => $"<span>{Text(kwarg.Name)} <code>{Text(Short(kwarg.Value.GetRawText()))}</code></span>")).Append("</p>");
        }

        Numbers(html, result);
        html.Append("</article>");
    }

    private static void Numbers(StringBuilder html, ExpectationResult result)
    {
        if (result.Exception is { } exception)
        {
            html.Append("<p class=\"error\">Could not be judged: ").Append(Text(exception.Message)).Append("</p>");
        }
        else if (result.ElementCount > 0)
        {
            var share = (double)result.UnexpectedCount / result.ElementCount * 100;
            html.Append(CultureInfo.InvariantCulture, $"<div class=\"bar\"><i style=\"width:{Math.Max(share, result.UnexpectedCount > 0 ? 0.5 : 0):0.##}%\"></i></div>")
                .Append(CultureInfo.InvariantCulture, $"<p>{result.UnexpectedCount:N0} of {result.ElementCount:N0} rows unexpected ({share:0.####} %)</p>");
            Values(html, result.Result["partial_unexpected_counts"] as JsonArray, result.Result["partial_unexpected_list"] as JsonArray);
        }
        else
        {
            foreach (var (name, value) in result.Result.Where(pair => pair.Value is not null && pair.Key is not "details"))
            {
                html.Append("<p>").Append(Text(name.Replace('_', ' '))).Append(" <code>").Append(Text(Short(value!.ToJsonString(Readable)))).Append("</code></p>");
            }
        }
    }

    private static void Values(StringBuilder html, JsonArray? counts, JsonArray? list)
    {
        var items = counts is { Count: > 0 }
            ? counts.Select(item => (Value: item!["value"], Count: item["count"]!.GetValue<int>()))
            : (list ?? []).Select(value => (Value: value, Count: 1));
        var shown = items.Take(Samples).ToArray();
        if (shown.Length > 0)
        {
            html.Append("<p class=\"samples\">such as ")
                .AppendJoin(" ", shown.Select(item => $"<code>{Text(Short(item.Value?.ToJsonString(Readable) ?? "null"))}</code>{(item.Count > 1 ? string.Create(CultureInfo.InvariantCulture, $"<small>×{item.Count}</small>") : "")}"))
                .Append("</p>");
        }
    }

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    private static string Title(string type) => type
        .Replace("expect_column_values_to_", "values to ", StringComparison.Ordinal)
        .Replace("expect_column_pair_values_", "", StringComparison.Ordinal)
        .Replace("expect_column_", "", StringComparison.Ordinal)
        .Replace("expect_", "", StringComparison.Ordinal)
        .Replace('_', ' ');

    private static string? Subject(ExpectationResult result) =>
        result.Expectation.Column
        ?? (result.Expectation.Text("column_A") is { } a ? $"{a}, {result.Expectation.Text("column_B")}" : null)
        ?? (result.Expectation.Items("column_list") is { Count: > 0 } list ? string.Join(", ", list.Select(item => item.GetString())) : null);

    private static IEnumerable<string> Notes(ExpectationResult result) => result.Expectation.Notes switch
    {
        { ValueKind: JsonValueKind.String } text => [text.GetString()!],
        { ValueKind: JsonValueKind.Array } lines => lines.EnumerateArray().Select(line => line.GetString()!),
        _ => result.Expectation.Description is { } description ? [description] : [],
    };

    private static string Short(string text) => text.Length <= 160 ? text : text[..159] + "…";

    private static string Text(string text) => WebUtility.HtmlEncode(text);
}
