using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Contracts.Suites.Catalog;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>
/// The arguments of an expectation as a result shows them: <c>batch_id</c> first, those that are null or the default left out, whole numbers of real
/// arguments written as reals (<c>2.0</c>) and times with a T, as Great Expectations types them.
/// </summary>
internal static class KwargsJson
{
    private static readonly int Seconds = "2026-01-31T00:00:00".Length;

    private static readonly HashSet<(string Name, string Value)> Defaults =
    [
        ("mostly", "1"), ("mostly", "1.0"), ("strict_min", "false"), ("strict_max", "false"), ("match_on", "any"), ("exact_match", "true"),
        ("ignore_row_if", "both_values_are_missing"), ("ignore_row_if", "all_values_are_missing"), ("method", "iqr"), ("multiplier", "1.5"),
        ("internal_weight_holdout", "0"), ("tail_weight_holdout", "0"), ("allow_relative_error", "false"), ("bucketize_data", "true"), ("catch_exceptions", "true"), ("result_format", "basic"),
    ];

    public static JsonObject Of(Expectation expectation, string? batchId)
    {
        var signature = ExpectationCatalog.Find(expectation.Type);
        var kwargs = new JsonObject();
        if (batchId is not null)
        {
            kwargs["batch_id"] = batchId;
        }

        foreach (var kwarg in expectation.Kwargs.EnumerateObject().Where(kwarg => kwarg.Name is not "batch_id" && kwarg.Value.ValueKind is not JsonValueKind.Null && !Defaults.Contains((kwarg.Name, kwarg.Value.ToString().ToLowerInvariant()))))
        {
            kwargs[kwarg.Name] = Typed(kwarg.Value, signature?.Find(kwarg.Name)?.Kind);
        }

        return kwargs;
    }

    private static JsonNode? Typed(JsonElement value, KwargKind? kind)
    {
        var text = value.GetRawText();
        if (value.ValueKind is JsonValueKind.Number && kind is (KwargKind.Number or KwargKind.Bound or KwargKind.Share or KwargKind.Positive))
        {
            return JsonNode.Parse(text.TrimStart('-').All(char.IsAsciiDigit) ? text + ".0" : text);
        }

        if (kind is KwargKind.Count && value.ValueKind is JsonValueKind.Number && !value.TryGetInt64(out _))
        {
            return JsonValue.Create((long)value.GetDouble());
        }

        return kind is KwargKind.Bound && value.ValueKind is JsonValueKind.String ? JsonValue.Create(Time(value.GetString()!)) : JsonNode.Parse(text);
    }

    /// <summary>A time as Python writes it: with a T, with seconds, and with no fraction or one of six digits.</summary>
    private static string Time(string text)
    {
        var time = text is { Length: > 10 } && text[10] is ' ' ? $"{text[..10]}T{text[11..]}" : text;
        return time.Length == "2026-01-31T00:00".Length ? time + ":00"
            : time.Length > Seconds && time[Seconds] is '.' && time.AsSpan(Seconds + 1).IndexOfAnyExceptInRange('0', '9') < 0 ? time.PadRight(Seconds + 7, '0')
            : time;
    }
}
