using System.Text.Json;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Commands;

/// <summary>A result format as Great Expectations takes it: a name, or an object with <c>result_format</c> and further options.</summary>
/// <param name="Format">How much results show.</param>
/// <param name="Shape">What has to be computed for it.</param>
internal sealed record ResultFormatOption(ResultFormat Format, ResultShape Shape)
{
    private static readonly string[] Known =
        ["result_format", "unexpected_index_column_names", "partial_unexpected_count", "exclude_unexpected_values", "return_unexpected_index_query", "include_unexpected_rows"];

    /// <exception cref="OptionException">It is neither, or has an unknown option.</exception>
    public static ResultFormatOption Parse(string text)
    {
        if (!text.TrimStart().StartsWith('{'))
        {
            var format = Named(text);
            return new ResultFormatOption(format, new ResultShape(format is ResultFormat.Complete, []));
        }

        try
        {
            using var json = JsonDocument.Parse(text);
            return Read(json.RootElement);
        }
        catch (Exception invalid) when (invalid is JsonException or InvalidOperationException)
        {
            throw new OptionException($"--result-format {text}: not an object such as {{\"result_format\":\"COMPLETE\",\"unexpected_index_column_names\":[\"id\"]}}", invalid);
        }
    }

    private static ResultFormatOption Read(JsonElement root)
    {
        var (format, shape) = (ResultFormat.Summary, ResultShape.Usual);
        foreach (var option in root.EnumerateObject())
        {
            (format, shape) = option.Name switch
            {
                "result_format" => (Named(option.Value.GetString()), shape),
                "unexpected_index_column_names" => (format, shape with { IndexColumns = [.. option.Value.EnumerateArray().Select(item => item.GetString()!).Distinct()] }),
                "partial_unexpected_count" => (format, shape with { SampleSize = Count(option.Value) }),
                "exclude_unexpected_values" => (format, shape with { ShowsValues = !option.Value.GetBoolean() }),
                "return_unexpected_index_query" => (format, shape with { ShowsQuery = option.Value.GetBoolean() }),
                "include_unexpected_rows" => (format, shape with { ShowsRows = option.Value.GetBoolean() }),
                var other => throw new OptionException($"--result-format: unknown option {other}; known are {string.Join(", ", Known)}"),
            };
        }

        return new ResultFormatOption(format, shape with { IsComplete = format is ResultFormat.Complete });
    }

    private static int Count(JsonElement value) => value.TryGetInt32(out var count) && count >= 0
        ? count
        : throw new OptionException($"--result-format: partial_unexpected_count {value.GetRawText()}: give a whole number, 0 or more");

    private static ResultFormat Named(string? name) => name switch
    {
        "BOOLEAN_ONLY" => ResultFormat.BooleanOnly,
        "BASIC" => ResultFormat.Basic,
        "SUMMARY" => ResultFormat.Summary,
        "COMPLETE" => ResultFormat.Complete,
        _ => throw new OptionException($"--result-format {name}: use BOOLEAN_ONLY, BASIC, SUMMARY or COMPLETE"),
    };
}
