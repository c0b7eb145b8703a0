using System.Globalization;
using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Quality.Evaluation.Results;

namespace Analytics.Quality.Commands;

/// <summary>A suite's result for a person at a terminal.</summary>
internal static class SuiteSummary
{
    private const int Examples = 5;
    private const int MostCharacters = 120;

    private static readonly JsonSerializerOptions Readable = new() { Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public static void Write(TextWriter output, SuiteResult result, string subject)
    {
        var failed = result.Results.Count(each => !each.Success);
        output.WriteLine(failed == 0
            ? $"{subject}: all {result.Results.Count} expectations of {result.Suite.Name} hold"
            : $"{subject}: {failed} of {result.Results.Count} expectations of {result.Suite.Name} fail");
        foreach (var each in result.Results)
        {
            output.WriteLine($"  {(each.Success ? "ok  " : "FAIL")} {SeverityName.Of(each.Expectation.Severity),-8} {each.Expectation.Type}{Subject(each)}{Numbers(each)}");
        }
    }

    private static string Subject(ExpectationResult result) => result.Expectation.Column is { } column ? $" [{column}]" : "";

    private static string Numbers(ExpectationResult result)
    {
        if (result.Exception is { } exception)
        {
            return $": {exception.Message}";
        }

        if (result.Result.TryGetPropertyValue("observed_value", out var observed) && observed is not null)
        {
            return $": observed {Text(observed)}";
        }

        if (result.UnexpectedCount == 0)
        {
            return "";
        }

        var share = (double)result.UnexpectedCount / result.ElementCount * 100;
        var examples = (result.Result["partial_unexpected_list"] as JsonArray)?.Take(Examples).Select(Text) ?? [];
        return string.Create(CultureInfo.InvariantCulture, $": {result.UnexpectedCount:N0} of {result.ElementCount:N0} rows ({share:0.####} %), such as {string.Join(", ", examples)}");
    }

    /// <summary>A value in one line; control characters stay escaped, letters do not.</summary>
    private static string Text(JsonNode? value) => value?.ToJsonString(Readable) is not { } text ? "null" : text.Length > MostCharacters ? $"{text[..(MostCharacters - 1)]}…" : text;
}
