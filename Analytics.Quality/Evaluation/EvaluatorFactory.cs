using System.Collections.Frozen;
using Analytics.Contracts.Suites;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation.Aggregates;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Distributions;
using Analytics.Quality.Evaluation.Functions;
using Analytics.Quality.Evaluation.Queries;
using Analytics.Quality.Evaluation.Rows;
using Analytics.Quality.Evaluation.Tables;

namespace Analytics.Quality.Evaluation;

/// <summary>The evaluator of each expectation type.</summary>
internal static class EvaluatorFactory
{
    private static readonly FrozenDictionary<string, Func<Expectation, Relation, Evaluator>> ByType =
        new Dictionary<string, Func<Expectation, Relation, Evaluator>>
        {
            ["expect_column_values_to_not_be_null"] = (e, r) => new ValuesNotNull(e, r),
            ["expect_column_values_to_be_null"] = (e, r) => new ValuesNull(e, r),
            ["expect_column_values_to_be_unique"] = (e, r) => new ValuesUnique(e, r),
            ["expect_column_values_to_be_in_set"] = (e, r) => new ValuesInSet(e, r, within: true),
            ["expect_column_values_to_not_be_in_set"] = (e, r) => new ValuesInSet(e, r, within: false),
            ["expect_column_values_to_be_between"] = (e, r) => new ValuesBetween(e, r),
            ["expect_column_values_to_match_regex"] = (e, r) => new ValuesMatchPatterns(e, r, "regex", matching: true),
            ["expect_column_values_to_not_match_regex"] = (e, r) => new ValuesMatchPatterns(e, r, "regex", matching: false),
            ["expect_column_values_to_match_regex_list"] = (e, r) => new ValuesMatchPatterns(e, r, "regex_list", matching: true),
            ["expect_column_values_to_not_match_regex_list"] = (e, r) => new ValuesMatchPatterns(e, r, "regex_list", matching: false),
            ["expect_column_values_to_match_like_pattern"] = (e, r) => new ValuesMatchPatterns(e, r, "like_pattern", matching: true),
            ["expect_column_values_to_not_match_like_pattern"] = (e, r) => new ValuesMatchPatterns(e, r, "like_pattern", matching: false),
            ["expect_column_values_to_match_like_pattern_list"] = (e, r) => new ValuesMatchPatterns(e, r, "like_pattern_list", matching: true),
            ["expect_column_values_to_not_match_like_pattern_list"] = (e, r) => new ValuesMatchPatterns(e, r, "like_pattern_list", matching: false),
            ["expect_column_values_to_match_strftime_format"] = (e, r) => new TextEvaluator(e, r, text => $"{TextFunctions.TimeFormat}({text}, {LakeSql.Literal(e.Text("strftime_format")!)})"),
            ["expect_column_values_to_be_dateutil_parseable"] = (e, r) => new TextEvaluator(e, r, text => $"{TextFunctions.Date}({text})"),
            ["expect_column_values_to_be_json_parseable"] = (e, r) => new ValuesAreJson(e, r),
            ["expect_column_values_to_match_json_schema"] = (e, r) => new ValuesMatchSchema(e, r),
            ["expect_column_values_to_be_increasing"] = (e, r) => new ValuesOrdered(e, r, increasing: true),
            ["expect_column_values_to_be_decreasing"] = (e, r) => new ValuesOrdered(e, r, increasing: false),
            ["expect_column_values_to_be_of_type"] = (e, r) => new ValuesOfType(e, r),
            ["expect_column_values_to_be_in_type_list"] = (e, r) => new ValuesOfType(e, r),
            ["expect_column_value_z_scores_to_be_less_than"] = (e, r) => new ValuesNearCentre(e, r, outliers: false),
            ["expect_column_values_to_not_be_outliers"] = (e, r) => new ValuesNearCentre(e, r, outliers: true),
            ["expect_column_pair_values_to_be_in_set"] = (e, r) => new PairInSet(e, r),
            ["expect_multicolumn_sum_to_equal"] = (e, r) => new ColumnsSum(e, r),
            ["expect_multicolumn_values_to_be_equal"] = (e, r) => new ColumnsEqual(e, r),
            ["expect_multicolumn_values_to_be_unique"] = (e, r) => new ColumnsUniqueWithinRecord(e, r),
            ["expect_column_value_lengths_to_be_between"] = (e, r) => new ValueLengths(e, r),
            ["expect_column_value_lengths_to_equal"] = (e, r) => new ValueLengths(e, r),
            ["expect_column_min_to_be_between"] = (e, r) => new ColumnExtreme(e, r, (column, filter) => $"min({column.Present}){filter}"),
            ["expect_column_max_to_be_between"] = (e, r) => new ColumnExtreme(e, r, (column, filter) => $"max({column.Present}){filter}"),
            ["expect_column_mean_to_be_between"] = (e, r) => IsTime(e, r) ? ColumnExtreme.Middle(e, r, "avg") : new ColumnNumber(e, r, "mean", (column, filter) => $"avg({column}){filter}"),
            ["expect_column_sum_to_be_between"] = (e, r) => new ColumnNumber(e, r, "sum", (column, filter) => $"coalesce(sum({column}){filter}, 0)"),
            ["expect_column_median_to_be_between"] = (e, r) => IsTime(e, r) ? ColumnExtreme.Middle(e, r, "median") : new ColumnNumber(e, r, "median", (column, filter) => $"median(CAST({column} AS DOUBLE)){filter}"),
            ["expect_column_stdev_to_be_between"] = (e, r) => new ColumnNumber(e, r, "standard deviation", (column, filter) => $"stddev_samp({column}){filter}"),
            ["expect_column_unique_value_count_to_be_between"] = (e, r) => new UniqueValueCount(e, r),
            ["expect_column_proportion_of_unique_values_to_be_between"] = ColumnShare.OfUnique,
            ["expect_column_proportion_of_non_null_values_to_be_between"] = ColumnShare.OfPresent,
            ["expect_column_quantile_values_to_be_between"] = (e, r) => new QuantileValues(e, r),
            ["expect_column_most_common_value_to_be_in_set"] = (e, r) => new MostCommonValue(e, r),
            ["expect_column_kl_divergence_to_be_less_than"] = DivergenceExpectation.Create,
            ["expect_column_distinct_values_to_be_in_set"] = (e, r) => new DistinctValues(e, r, refusesOthers: true, needsAll: false),
            ["expect_column_distinct_values_to_contain_set"] = (e, r) => new DistinctValues(e, r, refusesOthers: false, needsAll: true),
            ["expect_column_distinct_values_to_equal_set"] = (e, r) => new DistinctValues(e, r, refusesOthers: true, needsAll: true),
            ["expect_column_pair_values_a_to_be_greater_than_b"] = (e, r) => new PairGreater(e, r),
            ["expect_column_pair_values_to_be_equal"] = (e, r) => new PairEqual(e, r),
            ["expect_compound_columns_to_be_unique"] = (e, r) => new CompoundColumnsUnique(e, r),
            ["expect_select_column_values_to_be_unique_within_record"] = (e, r) => new ColumnsUniqueWithinRecord(e, r),
            ["expect_column_to_exist"] = (e, r) => new ColumnExists(e, r),
            ["expect_table_columns_to_match_set"] = (e, r) => new ColumnsMatchSet(e, r),
            ["expect_table_columns_to_match_ordered_list"] = (e, r) => new ColumnsMatchList(e, r),
            ["expect_table_column_count_to_be_between"] = (e, r) => new ColumnCount(e, r),
            ["expect_table_column_count_to_equal"] = (e, r) => new ColumnCount(e, r),
            ["expect_table_row_count_to_equal_other_table"] = (e, r) => new OtherTableRowCount(e, r),
            ["unexpected_rows_expectation"] = (e, r) => new UnexpectedRows(e, r),
            ["expect_query_results_to_match_comparison"] = (e, r) => new QueryComparison(e, r),
            ["expect_table_row_count_to_be_between"] = (e, r) => new RowCount(e, r),
            ["expect_table_row_count_to_equal"] = (e, r) => new RowCount(e, r),
        }.ToFrozenDictionary();

    /// <summary>Every type that can be evaluated.</summary>
    public static IEnumerable<string> Types => ByType.Keys;

    /// <summary>The evaluator of an expectation over a relation.</summary>
    /// <exception cref="DataMismatchException">The data lacks a column, or has it in a type that cannot be judged.</exception>
    public static Evaluator Create(Expectation expectation, Relation relation) => ByType[expectation.Type](expectation, relation);

    private static bool IsTime(Expectation expectation, Relation relation) => relation.Find(expectation.Text("column")!) is { IsTimestamp: true };
}
