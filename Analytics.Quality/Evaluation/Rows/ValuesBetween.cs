using System.Text.Json;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// <c>expect_column_values_to_be_between</c>. Times are compared with times: a date alone, or an offset where the column has none, is refused as pandas
/// refuses it.
/// </summary>
internal sealed class ValuesBetween(Expectation expectation, Relation relation) : ColumnValueEvaluator(expectation, relation)
{
    private const int DateLength = 10;

    protected override string Expected => Unfit is null ? new Bounds(Expectation).Condition(Subject) : "true";

    protected override string? Mismatch => Unfit ?? (Subject.Type is "TIMESTAMP" or "TIMESTAMP_NS" or "TIMESTAMP_MS" or "TIMESTAMP_S"
        ? Refusal(Expectation.Argument("min_value")) ?? Refusal(Expectation.Argument("max_value"))
        : null);

    /// <summary>A column of times is compared as a whole, values or none.</summary>
    protected override bool MismatchNeedsValues => !Subject.IsTimestamp;

    private string? Unfit => new Bounds(Expectation).Mismatch(Subject);

    private static string? Refusal(JsonElement? bound) => bound is not { ValueKind: JsonValueKind.String } text ? null
        : text.GetString()!.Length == DateLength ? "Cannot compare Timestamp with datetime.date. Use ts == pd.Timestamp(date) or ts.date() == date instead."
        : HasOffset(text.GetString()!) ? "Cannot compare tz-naive and tz-aware datetime-like objects" : null;

    private static bool HasOffset(string time) => time.EndsWith('Z') || time.LastIndexOfAny(['+', '-']) > DateLength;
}
