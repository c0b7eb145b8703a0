using System.Text.Json;
using Analytics.Contracts.Suites;

namespace Analytics.Quality.Commands;

/// <summary>
/// Which columns of CSV and NDJSON a suite needs as times. Their ISO 8601 texts are in order as texts, so that they stay texts, as in pandas, unless the suite
/// asks for more. Patterns, lengths, formats and sets of texts are about the text as it is written: one of them keeps the column as it is, and what asks for a
/// time then raises, as there.
/// </summary>
internal static class TimeColumns
{
    /// <summary>A bound that is longer, which the loader has found to be ISO 8601, has a time of day.</summary>
    private const int DateLength = 10;

    private static readonly string[] Queries = ["unexpected_rows_query", "base_query", "comparison_query"];
    private static readonly string[] Bounds = ["min_value", "max_value"];
    private static readonly string[] Texts = ["regex", "regex_list", "like_pattern", "like_pattern_list", "strftime_format", "json_schema", "type_", "type_list"];

    public static Func<string, bool> Of(ExpectationSuite suite)
    {
        var times = Columns(suite, NeedsTime);
        var texts = Columns(suite, NeedsText);
        var queries = suite.Expectations.SelectMany(expectation => Queries.Select(expectation.Text)).OfType<string>().ToArray();
        return column => !texts.Contains(column) && (times.Contains(column) || queries.Any(query => query.Contains(column, StringComparison.OrdinalIgnoreCase)));
    }

    private static HashSet<string> Columns(ExpectationSuite suite, Func<Expectation, bool> need) =>
        suite.Expectations.Where(need).Select(expectation => expectation.Column).OfType<string>().ToHashSet(StringComparer.Ordinal);

    private static bool NeedsTime(Expectation expectation) =>
        expectation.Type is "expect_column_mean_to_be_between" or "expect_column_median_to_be_between" or "expect_column_quantile_values_to_be_between"
        || Bounds.Any(bound => expectation.Argument(bound) is { ValueKind: JsonValueKind.String } time && time.GetString()!.Length > DateLength);

    private static bool NeedsText(Expectation expectation) =>
        Texts.Any(argument => expectation.Argument(argument) is not null)
        || expectation.Type is "expect_column_value_lengths_to_equal" or "expect_column_value_lengths_to_be_between"
            or "expect_column_values_to_be_json_parseable" or "expect_column_values_to_be_dateutil_parseable"
        || (expectation.Argument("value_set") is { ValueKind: JsonValueKind.Array } set && set.EnumerateArray().Any(value => value.ValueKind is JsonValueKind.String));
}
