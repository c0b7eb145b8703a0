using System.Text.Json;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Commands;

/// <summary>A result format as Great Expectations takes it: a name, or an object with <c>result_format</c> and <c>unexpected_index_column_names</c>.</summary>
/// <param name="Format">How much results show.</param>
/// <param name="Shape">What has to be computed for it.</param>
internal sealed record ResultFormatOption(ResultFormat Format, ResultShape Shape)
{
    /// <exception cref="FormatException">It is neither.</exception>
    public static ResultFormatOption Parse(string text)
    {
        if (!text.TrimStart().StartsWith('{'))
        {
            return Of(text, []);
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            var name = json.RootElement.TryGetProperty("result_format", out var named) ? named.GetString() : "SUMMARY";
            var columns = json.RootElement.TryGetProperty("unexpected_index_column_names", out var list) ? list.EnumerateArray().Select(item => item.GetString()!) : [];
            return Of(name, [.. columns]);
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            throw new FormatException($"--result-format {text}: not an object such as {{\"result_format\":\"COMPLETE\",\"unexpected_index_column_names\":[\"id\"]}}", invalid);
        }
    }

    private static ResultFormatOption Of(string? name, IReadOnlyList<string> columns)
    {
        var format = name switch
        {
            "BOOLEAN_ONLY" => ResultFormat.BooleanOnly,
            "BASIC" => ResultFormat.Basic,
            "SUMMARY" => ResultFormat.Summary,
            "COMPLETE" => ResultFormat.Complete,
            _ => throw new FormatException($"--result-format {name}: use BOOLEAN_ONLY, BASIC, SUMMARY or COMPLETE"),
        };
        return new ResultFormatOption(format, new ResultShape(format is ResultFormat.Complete, columns));
    }
}
