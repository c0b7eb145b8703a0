using System.Collections.Frozen;
using Analytics.Contracts.Suites;

namespace Analytics.Quality.Evaluation.Results;

/// <summary>
/// The metric that Great Expectations computes for an expectation: an error in it is reported under the metric's identifier. Errors in what comes after the
/// metrics (comparing a distribution, say) are not.
/// </summary>
/// <param name="Name">Such as <c>column_values.between.condition</c>.</param>
/// <param name="Arguments">The kwargs that are the metric's arguments, with the default of each.</param>
internal sealed record FailedMetric(string Name, params IReadOnlyList<(string Name, object? Default)> Arguments)
{
    private static readonly (string, object?)[] Bounds = [("min_value", null), ("max_value", null), ("strict_min", false), ("strict_max", false)];

    private static readonly FrozenDictionary<string, FailedMetric> ByType = new Dictionary<string, FailedMetric>
    {
        ["expect_column_values_to_not_be_null"] = new("column_values.nonnull.condition"),
        ["expect_column_values_to_be_null"] = new("column_values.null.condition"),
        ["expect_column_values_to_be_unique"] = new("column_values.unique.condition"),
        ["expect_column_values_to_be_in_set"] = new("column_values.in_set.condition", ("value_set", null)),
        ["expect_column_values_to_not_be_in_set"] = new("column_values.not_in_set.condition", ("value_set", null)),
        ["expect_column_values_to_be_between"] = new("column_values.between.condition", Bounds),
        ["expect_column_values_to_match_regex"] = new("column_values.match_regex.condition", ("regex", null)),
        ["expect_column_values_to_not_match_regex"] = new("column_values.not_match_regex.condition", ("regex", null)),
        ["expect_column_values_to_match_regex_list"] = new("column_values.match_regex_list.condition", ("regex_list", null), ("match_on", "any")),
        ["expect_column_values_to_not_match_regex_list"] = new("column_values.not_match_regex_list.condition", ("regex_list", null)),
        ["expect_column_values_to_match_strftime_format"] = new("column_values.match_strftime_format.condition", ("strftime_format", null)),
        ["expect_column_values_to_be_dateutil_parseable"] = new("column_values.dateutil_parseable.condition"),
        ["expect_column_values_to_be_json_parseable"] = new("column_values.json_parseable.condition"),
        ["expect_column_values_to_match_json_schema"] = new("column_values.match_json_schema.condition", ("json_schema", null)),
        ["expect_column_values_to_be_increasing"] = new("column_values.increasing.condition", ("strictly", false)),
        ["expect_column_values_to_be_decreasing"] = new("column_values.decreasing.condition", ("strictly", false)),
        ["expect_column_values_to_be_of_type"] = new("column_values.of_type.condition", ("type_", null)),
        ["expect_column_values_to_be_in_type_list"] = new("column_values.in_type_list.condition", ("type_list", null)),
        ["expect_column_value_z_scores_to_be_less_than"] = new("column_values.z_score.under_threshold.condition", ("double_sided", true), ("threshold", null)),
        ["expect_column_value_lengths_to_be_between"] = new("column_values.value_length.between.condition", Bounds),
        ["expect_column_value_lengths_to_equal"] = new("column_values.value_length.equals.condition", ("value", null)),
        ["expect_column_min_to_be_between"] = new("column.min"),
        ["expect_column_max_to_be_between"] = new("column.max"),
        ["expect_column_mean_to_be_between"] = new("column.mean"),
        ["expect_column_sum_to_be_between"] = new("column.sum"),
        ["expect_column_median_to_be_between"] = new("column.median"),
        ["expect_column_stdev_to_be_between"] = new("column.standard_deviation"),
        ["expect_column_unique_value_count_to_be_between"] = new("column.distinct_values.count"),
        ["expect_column_proportion_of_unique_values_to_be_between"] = new("column.unique_proportion"),
        ["expect_column_proportion_of_non_null_values_to_be_between"] = new("column.non_null_proportion"),
        ["expect_column_quantile_values_to_be_between"] = new("column.quantile_values", ("quantiles", null), ("allow_relative_error", false)),
        ["expect_column_most_common_value_to_be_in_set"] = new("column.most_common_value"),
        ["expect_column_pair_values_to_be_in_set"] = new("column_pair_values.in_set.condition", ("value_pairs_set", null)),
        ["expect_column_pair_values_to_be_equal"] = new("column_pair_values.equal.condition"),
        ["expect_column_pair_values_a_to_be_greater_than_b"] = new("column_pair_values.a_greater_than_b.condition", ("or_equal", null)),
        ["expect_multicolumn_sum_to_equal"] = new("multicolumn_sum.equal.condition", ("sum_total", null)),
        ["expect_multicolumn_values_to_be_equal"] = new("multicolumn_values.equal.condition"),
        ["expect_compound_columns_to_be_unique"] = new("compound_columns.unique.condition"),
        ["expect_select_column_values_to_be_unique_within_record"] = new("select_column_values.unique.within_record.condition"),
        ["expect_multicolumn_values_to_be_unique"] = new("multicolumn_values.unique.condition"),
    }.ToFrozenDictionary();

    /// <summary>The metric of an expectation, or null when its errors are not those of a metric.</summary>
    public static FailedMetric? Of(Expectation expectation) => ByType.GetValueOrDefault(expectation.Type);
}
