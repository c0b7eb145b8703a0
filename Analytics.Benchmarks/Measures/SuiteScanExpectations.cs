using System.Text.Json.Nodes;

namespace Analytics.Benchmarks.Measures;

/// <summary>Sixteen typical expectations, then as many more of not null, between and not in a set as are asked for.</summary>
internal static class SuiteScanExpectations
{
    private static readonly string[] Numbers = ["amount", "duration", "quantity", "id"];

    public static IEnumerable<JsonNode> Take(int count) => Typical().Concat(More()).Take(count);

    private static IEnumerable<JsonNode> Typical() =>
    [
        Of("expect_column_values_to_not_be_null", "id"), Of("expect_column_values_to_not_be_null", "user_id"),
        Of("expect_column_values_to_not_be_null", "amount"), Of("expect_column_values_to_not_be_null", "day"),
        Of("expect_column_values_to_be_unique", "id"),
        Of("expect_column_values_to_be_in_set", "plan", ("value_set", Set("free", "pro", "team", "enterprise"))),
        Of("expect_column_values_to_be_in_set", "country", ("value_set", Set("DE", "FR", "US", "GB", "JP"))),
        Of("expect_column_values_to_be_between", "amount", ("min_value", 0), ("max_value", 1000)),
        Of("expect_column_values_to_be_between", "quantity", ("min_value", 0), ("max_value", 4)),
        Of("expect_column_values_to_be_between", "duration", ("min_value", 0), ("max_value", 3600)),
        Of("expect_column_values_to_match_regex", "email", ("regex", @"^[^@\s]+@[^@\s]+\.[a-z]+$")),
        Of("expect_column_values_to_match_regex", "day", ("regex", @"^\d{4}-\d{2}-\d{2}$")),
        Of("expect_table_row_count_to_be_between", null, ("min_value", 1)),
        Of("expect_column_mean_to_be_between", "amount", ("min_value", 1), ("max_value", 900)),
        Of("expect_column_distinct_values_to_be_in_set", "plan", ("value_set", Set("free", "pro", "team", "enterprise"))),
        Of("expect_column_value_lengths_to_equal", "token", ("value", 32)),
    ];

    private static IEnumerable<JsonNode> More() => Enumerable.Range(0, int.MaxValue).Select(i => (Column: Numbers[i % 4], i)).Select(next => (next.i % 3) switch
    {
        0 => Of("expect_column_values_to_not_be_null", next.Column),
        1 => Of("expect_column_values_to_be_between", next.Column, ("min_value", -1 - next.i), ("max_value", 1_000_000_000 + next.i)),
        _ => Of("expect_column_values_to_not_be_in_set", next.Column, ("value_set", new JsonArray(-2 - next.i, -3 - next.i))),
    });

    private static JsonObject Of(string type, string? column, params (string Name, JsonNode Value)[] arguments)
    {
        var kwargs = new JsonObject(arguments.Select(argument => KeyValuePair.Create(argument.Name, (JsonNode?)argument.Value)));
        if (column is not null)
        {
            kwargs["column"] = column;
        }

        return new JsonObject { ["type"] = type, ["kwargs"] = kwargs };
    }

    private static JsonArray Set(params string[] values) => [.. values.Select(value => (JsonNode)value)];
}
