using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Runs;

namespace Analytics.Quality.Reports;

/// <summary>An expectation as reports show it. It is read from the JSON of a result, so that a report looks the same whether the run is new or was stored.</summary>
internal sealed record ReportLine
{
    private static readonly string[] Columns = ["column", "column_A", "column_B", "column_list"];

    private static readonly JsonSerializerOptions Readable = new() { Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public required string Type { get; init; }

    /// <summary>The columns it is about; null for the whole table.</summary>
    public string? Subject { get; init; }

    public required string Severity { get; init; }

    public required bool Success { get; init; }

    /// <summary>Why it is there.</summary>
    public IReadOnlyList<string> Notes { get; init; } = [];

    /// <summary>Its arguments, as JSON.</summary>
    public IReadOnlyList<(string Name, string Value)> Arguments { get; init; } = [];

    /// <summary>Rows that were looked at.</summary>
    public long Rows { get; init; }

    /// <summary>Rows that break it.</summary>
    public long Unexpected { get; init; }

    /// <summary>Sampled values with how often each is among the samples.</summary>
    public IReadOnlyList<(string Value, long Count)> Samples { get; init; } = [];

    /// <summary>What else was observed.</summary>
    public IReadOnlyList<(string Name, string Value)> Observed { get; init; } = [];

    /// <summary>Why it could not be judged; null when it was.</summary>
    public string? Exception { get; init; }

    public long Runs { get; init; } = 1;

    public long FailedRuns { get; init; }

    /// <summary>How it went before, minute by minute.</summary>
    public IReadOnlyList<HistoryPoint> History { get; init; } = [];

    /// <summary>The bounds of a type that has them, such as "at least 0"; null when they are not known.</summary>
    public string? Bounds { get; init; }

    /// <summary>The type as a sentence's predicate, such as "values must not be null" or "mean must be from 1 to 5".</summary>
    public string Title => Bounds is null ? Predicate : Predicate.Replace("must be between", $"must be {Bounds}", StringComparison.Ordinal);

    private string Predicate => Type
        .Replace("expect_column_pair_values_to_", "values_to_", StringComparison.Ordinal)
        .Replace("expect_column_pair_values_", "", StringComparison.Ordinal)
        .Replace("expect_column_", "", StringComparison.Ordinal)
        .Replace("expect_", "", StringComparison.Ordinal)
        .Replace("_to_", " must ", StringComparison.Ordinal)
        .Replace('_', ' ');

    public static ReportLine Of(ExpectationResult result) => Of(ResultJson.Of(result)) with { Rows = result.ElementCount };

    /// <summary>A stored outcome. What is not stored, since it held, is taken from the suite as it is now, if that still has the expectation.</summary>
    public static ReportLine Of(ExpectationOutcome outcome, ExpectationSuite suite)
    {
        var current = outcome.Index < suite.Expectations.Count && suite.Expectations[outcome.Index] is var same && same.Type == outcome.Type && same.Column == outcome.Column ? same : null;
        var line = outcome.Result is { } stored ? Of(JsonNode.Parse(stored)!.AsObject())
            : current is not null ? Of(ResultJson.Of(new ExpectationResult(current, Success: true, [])))
            : new ReportLine { Type = outcome.Type, Subject = outcome.Column, Severity = outcome.Severity, Success = true };
        return line with
        {
            Severity = outcome.Severity,
            Success = outcome.FailedRuns == 0,
            Rows = outcome.Runs == 1 && line.Rows > 0 ? line.Rows : outcome.Rows,
            Unexpected = outcome.Unexpected,
            Runs = outcome.Runs,
            FailedRuns = outcome.FailedRuns,
        };
    }

    private static ReportLine Of(JsonObject json)
    {
        var (config, result) = (json["expectation_config"]!.AsObject(), json["result"]!.AsObject());
        var kwargs = config["kwargs"]!.AsObject();
        var success = json["success"]!.GetValue<bool>();
        var bounds = BoundsText.Of(kwargs);
        return new ReportLine
        {
            Type = config["type"]!.GetValue<string>(),
            Subject = SubjectOf(kwargs),
            Severity = config["severity"]!.GetValue<string>(),
            Success = success,
            Notes = NotesOf(config),
            Bounds = bounds,
            Arguments = [.. kwargs.Where(kwarg => !Columns.Contains(kwarg.Key) && kwarg.Value is not null && (bounds is null || !BoundsText.Names.Contains(kwarg.Key))).Select(kwarg => (kwarg.Key, Text(kwarg.Value)))],
            Rows = Number(result["element_count"]),
            Unexpected = Number(result["unexpected_count"]),
            Samples = SamplesOf(result),
            Observed = result.ContainsKey("element_count") ? [] : [.. result.Where(pair => pair.Value is not null && pair.Key is not "details").Select(pair => (pair.Key.Replace('_', ' '), Rounded(pair.Value)))],
            Exception = ExceptionOf(json["exception_info"]!.AsObject()),
            FailedRuns = success ? 0 : 1,
        };
    }

    /// <summary>The message; where metrics failed, that of the first: they are told by their identifiers then.</summary>
    private static string? ExceptionOf(JsonObject info) => info.ContainsKey("exception_message")
        ? info["exception_message"]?.GetValue<string>()
        : info.Select(metric => metric.Value?["exception_message"]?.GetValue<string>()).FirstOrDefault(message => message is not null);

    private static string? SubjectOf(JsonObject kwargs) =>
        kwargs["column"] is JsonValue column ? column.GetValue<string>()
        : kwargs["column_A"] is JsonValue a ? $"{a.GetValue<string>()}, {kwargs["column_B"]?.GetValue<string>()}"
        : kwargs["column_list"] is JsonArray { Count: > 0 } list ? string.Join(", ", list.Select(item => item?.GetValue<string>()))
        : null;

    private static IReadOnlyList<string> NotesOf(JsonObject config) => config["notes"] switch
    {
        JsonArray lines => [.. lines.Select(line => line?.ToString() ?? "")],
        JsonValue text => [text.ToString()],
        _ => config["description"] is JsonValue description ? [description.ToString()] : [],
    };

    private static IReadOnlyList<(string Value, long Count)> SamplesOf(JsonObject result) =>
        result["partial_unexpected_counts"] is JsonArray { Count: > 0 } counts
            ? [.. counts.Select(item => (Text(item!["value"]), Number(item["count"])))]
            : [.. (result["partial_unexpected_list"] as JsonArray ?? []).Select(value => (Text(value), 1L))];

    private static long Number(JsonNode? node) => node is JsonValue value && value.TryGetValue<double>(out var number) ? (long)number : node is JsonValue whole && whole.TryGetValue<long>(out var count) ? count : 0;

    /// <summary>A number as a person reads it; everything else as it is. The exact one is in the JSON.</summary>
    private static string Rounded(JsonNode? value) => value is JsonValue number && number.GetValueKind() is JsonValueKind.Number && number.TryGetValue<double>(out var exact) && exact != Math.Truncate(exact)
        ? exact.ToString("G9", CultureInfo.InvariantCulture)
        : Text(value);

    private static string Text(JsonNode? value) => value is null ? "null" : value.ToJsonString(Readable) is { Length: > 160 } text ? $"{text[..159]}…" : value.ToJsonString(Readable);
}
