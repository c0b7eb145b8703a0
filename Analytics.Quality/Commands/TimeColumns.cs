using System.Text.Json;
using Analytics.Contracts.Suites;

namespace Analytics.Quality.Commands;

/// <summary>
/// Which columns of CSV and NDJSON a suite needs as times. Their ISO 8601 texts are in order as texts, and patterns, lengths and formats are about the text,
/// so that they stay texts, as in pandas, unless the suite asks for more.
/// </summary>
internal static class TimeColumns
{
    private static readonly string[] Queries = ["unexpected_rows_query", "base_query", "comparison_query"];
    private static readonly string[] Bounds = ["min_value", "max_value"];

    public static Func<string, bool> Of(ExpectationSuite suite)
    {
        var named = suite.Expectations.Where(NeedsTime).Select(expectation => expectation.Column).OfType<string>().ToHashSet(StringComparer.Ordinal);
        var queries = suite.Expectations.SelectMany(expectation => Queries.Select(expectation.Text)).OfType<string>().ToArray();
        return column => named.Contains(column) || queries.Any(query => query.Contains(column, StringComparison.OrdinalIgnoreCase));
    }

    private static bool NeedsTime(Expectation expectation) =>
        expectation.Type is "expect_column_mean_to_be_between" or "expect_column_median_to_be_between" or "expect_column_quantile_values_to_be_between"
        || Bounds.Any(bound => expectation.Argument(bound) is { ValueKind: JsonValueKind.String } text && IsMoment(text.GetString()!));

    private static bool IsMoment(string bound) => bound.Length > 10 && bound[10] is 'T' && DateTimeOffset.TryParse(bound, System.Globalization.CultureInfo.InvariantCulture, out _);
}
