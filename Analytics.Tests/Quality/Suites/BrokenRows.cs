using System.Globalization;
using System.Text.Json;
using Analytics.Contracts.Suites;
using Analytics.Lake.Sql;

namespace Analytics.Tests.Quality.Suites;

/// <summary>Turns good rows into such that break one expectation, as its type and arguments say.</summary>
internal static class BrokenRows
{
    /// <summary>A SELECT over the good rows, in which at least the first one breaks the expectation.</summary>
    /// <param name="expectation">The expectation.</param>
    /// <param name="good">The table with good rows.</param>
    public static string Of(Expectation expectation, string good)
    {
        var column = expectation.Column is { } name ? LakeSql.Identifier(name) : null;
        string First(string target, string value) => $"SELECT * REPLACE (CASE WHEN row_number() OVER () = 1 THEN {value} ELSE {target} END AS {target}) FROM {good}";
        string All(string target, string value) => $"SELECT * REPLACE ({value} AS {target}) FROM {good}";
        string[] Columns() => [.. expectation.Items("column_list").Select(item => LakeSql.Identifier(item.GetString()!))];
        return expectation.Type switch
        {
            "expect_column_values_to_not_be_null" => expectation.Number("mostly") is null ? First(column!, "NULL") : All(column!, "NULL"),
            "expect_column_value_lengths_to_equal" or "expect_column_value_lengths_to_be_between" => First(column!, "repeat('x', 99)"),
            "expect_column_values_to_match_regex" or "expect_column_values_to_be_in_set" => First(column!, "'¿?'"),
            "expect_column_values_to_be_between" => First(column!, Outside(expectation)),
            "expect_column_mean_to_be_between" => All(column!, Outside(expectation)),
            "expect_column_distinct_values_to_be_in_set" => First(column!, "-7"),
            "expect_column_values_to_be_unique" => All(column!, $"first({column}) OVER ()"),
            "expect_compound_columns_to_be_unique" => $"SELECT * REPLACE ({string.Join(", ", Columns().Select(key => $"first({key}) OVER (ORDER BY rowid) AS {key}"))}) FROM {good}",
            "expect_select_column_values_to_be_unique_within_record" => First(Columns()[1], Columns()[0]),
            "expect_column_pair_values_a_to_be_greater_than_b" => Swapped(expectation, First),
            var other => throw new NotSupportedException($"{other}: say here how rows break it"),
        };
    }

    private static string Swapped(Expectation expectation, Func<string, string, string> first)
    {
        var (a, b) = (expectation.Text("column_A")!, LakeSql.Identifier(expectation.Text("column_B")!));
        return first(LakeSql.Identifier(a), a.StartsWith("window_", StringComparison.Ordinal) ? $"{b} - INTERVAL 1 SECOND" : $"{b} - 1");
    }

    /// <summary>A value just beyond a bound.</summary>
    private static string Outside(Expectation expectation)
    {
        var (bound, step) = expectation.Argument("max_value") is { } max ? (max, 1) : (expectation.Argument("min_value")!.Value, expectation.Flag("strict_min") ? 0 : -1);
        return bound.ValueKind is JsonValueKind.String
            ? $"TIMESTAMP '{bound.GetString()}' + INTERVAL {step} SECOND"
            : (bound.GetDouble() + step).ToString(CultureInfo.InvariantCulture);
    }
}
