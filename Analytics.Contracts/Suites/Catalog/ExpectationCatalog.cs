using System.Collections.Frozen;
using static Analytics.Contracts.Suites.Catalog.Kwargs;

namespace Analytics.Contracts.Suites.Catalog;

/// <summary>
/// The expectation types the platform evaluates, with their signatures. Names and arguments are those of Great Expectations 1.24
/// (https://greatexpectations.io/expectations).
/// </summary>
public static class ExpectationCatalog
{
    private static readonly ExpectationSignature[] All =
    [
        new("expect_column_values_to_not_be_null", Column, Mostly),
        new("expect_column_values_to_be_null", Column, Mostly),
        new("expect_column_values_to_be_unique", Column, Mostly),
        new("expect_column_values_to_be_in_set", Column, ValueSet, Mostly),
        new("expect_column_values_to_not_be_in_set", Column, ValueSet, Mostly),
        new("expect_column_values_to_be_between", Column, MinBound, MaxBound, StrictMin, StrictMax, Mostly) { NeedsBound = true },
        new("expect_column_values_to_match_regex", Column, Regex, Mostly),
        new("expect_column_values_to_not_match_regex", Column, Regex, Mostly),
        new("expect_column_values_to_match_regex_list", Column, RegexList, MatchOn, Mostly),
        new("expect_column_values_to_not_match_regex_list", Column, RegexList, Mostly),
        new("expect_column_values_to_match_like_pattern", Column, LikePattern, Mostly),
        new("expect_column_values_to_not_match_like_pattern", Column, LikePattern, Mostly),
        new("expect_column_values_to_match_like_pattern_list", Column, LikePatternList, MatchOn, Mostly),
        new("expect_column_values_to_not_match_like_pattern_list", Column, LikePatternList, Mostly),
        new("expect_column_values_to_match_strftime_format", Column, new("strftime_format", KwargKind.TimeFormat, Required: true), Mostly),
        new("expect_column_values_to_be_dateutil_parseable", Column, Mostly),
        new("expect_column_values_to_be_json_parseable", Column, Mostly),
        new("expect_column_values_to_match_json_schema", Column, new("json_schema", KwargKind.JsonSchema, Required: true), Mostly),
        new("expect_column_values_to_be_increasing", Column, Strictly, Mostly),
        new("expect_column_values_to_be_decreasing", Column, Strictly, Mostly),
        new("expect_column_values_to_be_of_type", Column, new("type_", KwargKind.Name, Required: true), Mostly),
        new("expect_column_values_to_be_in_type_list", Column, new("type_list", KwargKind.Names), Mostly),
        new("expect_column_value_z_scores_to_be_less_than", Column, new("threshold", KwargKind.Number, Required: true), new("double_sided", KwargKind.Boolean, Required: true), Mostly),
        new("expect_column_values_to_not_be_outliers", Column, new("method", KwargKind.Choice) { Choices = ["iqr", "std"] }, new("multiplier", KwargKind.Positive), Mostly),
        new("expect_column_value_lengths_to_be_between", Column, MinCount, MaxCount, StrictMin, StrictMax, Mostly) { NeedsBound = true },
        new("expect_column_value_lengths_to_equal", Column, new("value", KwargKind.Positive, Required: true), Mostly),
        new("expect_column_min_to_be_between", Column, MinBound, MaxBound, StrictMin, StrictMax),
        new("expect_column_max_to_be_between", Column, MinBound, MaxBound, StrictMin, StrictMax),
        new("expect_column_mean_to_be_between", Column, MinBound, MaxBound, StrictMin, StrictMax),
        new("expect_column_sum_to_be_between", Column, MinBound, MaxBound, StrictMin, StrictMax),
        new("expect_column_median_to_be_between", Column, MinBound, MaxBound, StrictMin, StrictMax),
        new("expect_column_stdev_to_be_between", Column, MinBound, MaxBound, StrictMin, StrictMax),
        new("expect_column_unique_value_count_to_be_between", Column, MinCount, MaxCount, StrictMin, StrictMax),
        new("expect_column_proportion_of_unique_values_to_be_between", Column, MinNumber, MaxNumber, StrictMin, StrictMax),
        new("expect_column_proportion_of_non_null_values_to_be_between", Column, MinNumber, MaxNumber, StrictMin, StrictMax),
        new("expect_column_quantile_values_to_be_between", Column, new("quantile_ranges", KwargKind.QuantileRanges, Required: true), new("allow_relative_error", KwargKind.Relative) { MayBeNull = false }),
        new("expect_column_most_common_value_to_be_in_set", Column, new("value_set", KwargKind.ValueSet) { MayBeEmpty = true }, new("ties_okay", KwargKind.Boolean)),
        new("expect_column_kl_divergence_to_be_less_than", Column, new("partition_object", KwargKind.Partition), Threshold, new("tail_weight_holdout", KwargKind.Share), new("internal_weight_holdout", KwargKind.Share), new("bucketize_data", KwargKind.Boolean) { MayBeNull = false }, MinBound, MaxBound),
        new("expect_column_distinct_values_to_be_in_set", Column, FilledValueSet),
        new("expect_column_distinct_values_to_contain_set", Column, ValueSet),
        new("expect_column_distinct_values_to_equal_set", Column, ValueSet),
        new("expect_column_pair_values_a_to_be_greater_than_b", ColumnA, ColumnB, new("or_equal", KwargKind.Boolean), IgnorePairIf, Mostly),
        new("expect_column_pair_values_to_be_equal", ColumnA, ColumnB, IgnorePairIf, Mostly),
        new("expect_column_pair_values_to_be_in_set", ColumnA, ColumnB, new("value_pairs_set", KwargKind.Pairs, Required: true), IgnorePairIf, Mostly),
        new("expect_multicolumn_sum_to_equal", ColumnList, new("sum_total", KwargKind.Number, Required: true), IgnoreRowIf, Mostly),
        new("expect_multicolumn_values_to_be_equal", ColumnList, IgnoreRowIf, Mostly),
        new("expect_multicolumn_values_to_be_unique", ColumnList, IgnoreRowIf, Mostly),
        new("expect_compound_columns_to_be_unique", ColumnList, IgnoreRowIf, Mostly),
        new("expect_select_column_values_to_be_unique_within_record", ColumnList, IgnoreRowIf, Mostly),
        new("expect_column_to_exist", new("column", KwargKind.Name, Required: true), new("column_index", KwargKind.Count)) { TakesRows = false },
        new("expect_table_columns_to_match_set", new("column_set", KwargKind.Names), new("exact_match", KwargKind.Boolean)) { TakesRows = false },
        new("expect_table_columns_to_match_ordered_list", new KwargDefinition("column_list", KwargKind.Names)) { TakesRows = false },
        new("expect_table_column_count_to_be_between", MinNumber, MaxNumber, StrictMin, StrictMax) { TakesRows = false },
        new("expect_table_column_count_to_equal", new KwargDefinition("value", KwargKind.Count, Required: true)) { TakesRows = false },
        new("expect_table_row_count_to_equal_other_table", new KwargDefinition("other_table_name", KwargKind.Name, Required: true)),
        new("unexpected_rows_expectation", new KwargDefinition("unexpected_rows_query", KwargKind.Query, Required: true)) { TakesRows = false },
        new("expect_query_results_to_match_comparison", new("base_query", KwargKind.Query, Required: true), new("comparison_data_source_name", KwargKind.Name), new("comparison_query", KwargKind.Query, Required: true), Mostly) { TakesRows = false },
        new("expect_table_row_count_to_be_between", MinCount, MaxCount, StrictMin, StrictMax),
        new("expect_table_row_count_to_equal", new KwargDefinition("value", KwargKind.Count, Required: true)),
    ];

    private static readonly FrozenDictionary<string, ExpectationSignature> ByType = All.ToFrozenDictionary(signature => signature.Type);

    /// <summary>Every type, in the order of the catalog.</summary>
    public static IEnumerable<string> Types => All.Select(signature => signature.Type);

    /// <summary>The signature of a type, or null when the type is unknown.</summary>
    public static ExpectationSignature? Find(string type) => ByType.GetValueOrDefault(type);
}
