using System.Text.Json.Nodes;
using Analytics.Lake.Sql;
using Analytics.Quality.Commands;
using Analytics.Tests.Quality.Cases;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

/// <summary>Corners that random comparison with Great Expectations on pandas found: a SELECT of the data, an expectation, its success and parts of its result.</summary>
public sealed class ValidateCornersTests : IDisposable
{
    private const string Times = "SELECT * FROM (VALUES (TIMESTAMP '2024-01-06', TIMESTAMP '2024-01-04 10:00:00.345617'), (NULL, TIMESTAMP '2024-01-01')) t(a, b)";
    private const string Infinities = "SELECT unnest(['inf'::DOUBLE, 1, '-inf'::DOUBLE, '-inf'::DOUBLE]) AS x";
    private const string Zoned = "SELECT unnest([TIMESTAMPTZ '2024-01-15 10:00:00+00', TIMESTAMPTZ '2024-01-15 11:00:00+01']) AS x";
    private const string Nested = "SELECT unnest([[1, 2], [1, 2], NULL, []]) AS l, unnest([{'a': 1, 'b': NULL}, NULL, {'a': 2, 'b': ['x']}, NULL]) AS s";
    private const string Flags = "SELECT unnest([true, NULL, false]) AS x";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(Times, """{"type":"expect_column_pair_values_to_be_equal","kwargs":{"column_A":"a","column_B":"b"}}""", false,
        """{"partial_unexpected_list":[["2024-01-06T00:00:00.000000","2024-01-04T10:00:00.345617"],["NaT","2024-01-01T00:00:00.000000"]]}""")]
    [InlineData("SELECT NULL::TIMESTAMP AS a, 1 AS b FROM range(2)", """{"type":"expect_column_pair_values_to_be_equal","kwargs":{"column_A":"a","column_B":"b"}}""", false,
        """{"partial_unexpected_counts":[{"value":["NaT",1],"count":1},{"value":["NaT",1],"count":1}]}""")]
    [InlineData(Times, """{"type":"expect_column_most_common_value_to_be_in_set","kwargs":{"column":"a","value_set":[]}}""", false, """{"observed_value":["2024-01-06T00:00:00.000000"]}""")]
    [InlineData("SELECT unnest(['-0.0'::DOUBLE, 0, 1]) AS x", """{"type":"expect_column_most_common_value_to_be_in_set","kwargs":{"column":"x","value_set":[0]}}""", true, """{"observed_value":[0]}""")]
    [InlineData(Infinities, """{"type":"expect_column_values_to_be_in_set","kwargs":{"column":"x","value_set":[2]}}""", false,
        """{"partial_unexpected_counts":[{"value":"-Infinity","count":2},{"value":1.0,"count":1},{"value":"Infinity","count":1}]}""")]
    [InlineData(Infinities, """{"type":"expect_column_min_to_be_between","kwargs":{"column":"x","max_value":0}}""", true, """{"observed_value":"-Infinity"}""")]
    [InlineData("SELECT 'a' AS x, NULL AS y UNION ALL SELECT 'b', 'c'", """{"type":"expect_multicolumn_sum_to_equal","kwargs":{"column_list":["x","y"],"sum_total":1}}""", false, """{"element_count":2,"unexpected_count":2}""")]
    [InlineData("SELECT NULL::TIMESTAMP AS a, NULL::INTEGER AS b, 'x' AS c", """{"type":"expect_select_column_values_to_be_unique_within_record","kwargs":{"column_list":["a","b","c"]}}""", true, """{"unexpected_count":0}""")]
    [InlineData("SELECT true AS a, 0.5::DOUBLE AS b UNION ALL SELECT false, 0.5", """{"type":"expect_column_pair_values_a_to_be_greater_than_b","kwargs":{"column_A":"a","column_B":"b"}}""", false, """{"partial_unexpected_list":[[false,0.5]]}""")]
    [InlineData("SELECT NULL::DOUBLE AS x FROM range(2)", """{"type":"expect_column_kl_divergence_to_be_less_than","kwargs":{"column":"x","partition_object":{"bins":[0,1,2],"weights":[0.5,0.5]},"threshold":1}}""", false,
        """{"observed_value":null,"details":{"observed_partition":{"bins":[0,1,2],"weights":[null,null],"tail_weights":[null,null]},"expected_partition":{"bins":[0,1,2],"weights":[0.5,0.5],"tail_weights":[0,0]}}}""")]
    [InlineData(Flags, """{"type":"expect_column_values_to_be_in_type_list","kwargs":{"column":"x","type_list":["INT"]}}""", true, """{"unexpected_count":0}""")]
    [InlineData(Flags, """{"type":"expect_column_values_to_be_of_type","kwargs":{"column":"x","type_":"bool_"}}""", false, """{"unexpected_count":2}""")]
    [InlineData("SELECT unnest([1.375, 1.5]::DECIMAL(18, 3)[]) AS x", """{"type":"expect_column_median_to_be_between","kwargs":{"column":"x"}}""", true, """{"observed_value":1.4375}""")]
    [InlineData(Zoned, """{"type":"expect_column_values_to_be_unique","kwargs":{"column":"x"}}""", false, """{"partial_unexpected_list":["2024-01-15T10:00:00+00:00","2024-01-15T10:00:00+00:00"]}""")]
    [InlineData(Zoned, """{"type":"expect_column_max_to_be_between","kwargs":{"column":"x","min_value":"2024-01-15T00:00:00"}}""", true, """{"observed_value":"2024-01-15T10:00:00+00:00"}""")]
    [InlineData("SELECT 'a' AS x WHERE false", """{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","min_value":1}}""", true, """{"element_count":0,"unexpected_count":0}""")]
    [InlineData("SELECT NULL::BOOLEAN AS a, NULL::INTEGER AS b, 'x' AS c", """{"type":"expect_select_column_values_to_be_unique_within_record","kwargs":{"column_list":["a","b","c"]}}""", true, """{"unexpected_count":0}""")]
    [InlineData("SELECT 5 AS x", """{"type":"expect_column_max_to_be_between","kwargs":{"column":"x","min_value":"4","strict_min":1}}""", true, """{"observed_value":5}""")]
    [InlineData("SELECT unnest(['a' || chr(0) || 'b', 'a']) AS x", """{"type":"expect_column_values_to_be_in_set","kwargs":{"column":"x","value_set":["a\u0000b"]}}""", false, """{"partial_unexpected_list":["a"]}""")]
    [InlineData("SELECT '-0.9308585653735713'::DOUBLE AS x", """{"type":"expect_column_values_to_be_in_set","kwargs":{"column":"x","value_set":[-0.9308585653735713]}}""", true, """{"unexpected_count":0}""")]
    [InlineData("SELECT '-0.9308585653735713'::DOUBLE AS x", """{"type":"expect_column_distinct_values_to_equal_set","kwargs":{"column":"x","value_set":[-0.9308585653735713]}}""", true, """{"unexpected_count":0,"missing_count":0}""")]
    [InlineData("SELECT '-0.9308585653735713'::DOUBLE AS x", """{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","min_value":-0.9308585653735713,"max_value":-0.9308585653735713}}""", true, """{"unexpected_count":0}""")]
    [InlineData("SELECT 9007199254740993 AS x", """{"type":"expect_column_values_to_be_in_set","kwargs":{"column":"x","value_set":[9007199254740992]}}""", false, """{"unexpected_count":1}""")]
    [InlineData(Flags, """{"type":"expect_column_values_to_be_in_type_list","kwargs":{"column":"x","type_list":["O"]}}""", false, """{"unexpected_count":2}""")]
    [InlineData(Flags, """{"type":"expect_column_values_to_be_of_type","kwargs":{"column":"x","type_":"O"}}""", true, """{"observed_value":"object_"}""")]
    [InlineData("SELECT unnest(['日本', '-7', '2024-01-15']) AS x", """{"type":"expect_column_values_to_be_dateutil_parseable","kwargs":{"column":"x"}}""", false, """{"partial_unexpected_list":["日本"]}""")]
    [InlineData(Nested, """{"type":"expect_column_values_to_be_unique","kwargs":{"column":"l"}}""", false, """{"missing_count":1,"partial_unexpected_list":[[1,2],[1,2]],"partial_unexpected_counts":null}""")]
    [InlineData(Nested, """{"type":"expect_column_values_to_be_null","kwargs":{"column":"s"}}""", false, """{"partial_unexpected_list":[{"a":1,"b":null},{"a":2,"b":["x"]}]}""")]
    [InlineData(Nested, """{"type":"expect_column_values_to_be_in_set","kwargs":{"column":"l","value_set":[1]}}""", false, """{"unexpected_count":3}""")]
    [InlineData(Nested, """{"type":"expect_column_values_to_be_of_type","kwargs":{"column":"l","type_":"list"}}""", true, """{"unexpected_count":0}""")]
    [InlineData(Nested, """{"type":"expect_column_unique_value_count_to_be_between","kwargs":{"column":"s"}}""", true, """{"observed_value":2}""")]
    [InlineData("SELECT 1 AS x", """{"type":"expect_select_column_values_to_be_unique_within_record","kwargs":{"column_list":["x","x"]}}""", false, """{"partial_unexpected_list":[{"x":1}]}""")]
    [InlineData("SELECT unnest([TIMESTAMP '2024-01-15', TIMESTAMP '2024-01-16']) AS x", """{"type":"expect_column_value_lengths_to_equal","kwargs":{"column":"x","value":10}}""", true, """{"unexpected_count":0}""")]
    [InlineData("SELECT unnest([TIMESTAMP '2024-01-15', TIMESTAMP '2024-01-16 00:00:01']) AS x", """{"type":"expect_column_value_lengths_to_equal","kwargs":{"column":"x","value":10}}""", false, """{"unexpected_count":2}""")]
    [InlineData("SELECT unnest([1e308::DOUBLE, 1e308, 'inf'::DOUBLE]) AS x", """{"type":"expect_column_max_to_be_between","kwargs":{"column":"x","min_value":1e308}}""", true, """{"observed_value":"Infinity"}""")]
    [InlineData("SELECT unnest([5, 9007199254740993, -9007199254740993]) AS x", """{"type":"expect_column_quantile_values_to_be_between","kwargs":{"column":"x","quantile_ranges":{"quantiles":[0,1],"value_ranges":[[null,0],[0,null]]}}}""", true,
        """{"observed_value":{"quantiles":[0,1],"values":[-9007199254740993,9007199254740993]}}""")]
    [InlineData("SELECT unnest([true, NULL, false]) AS x", """{"type":"expect_column_quantile_values_to_be_between","kwargs":{"column":"x","quantile_ranges":{"quantiles":[0.75],"value_ranges":[[0,1]]},"allow_relative_error":"linear"}}""", true,
        """{"observed_value":{"quantiles":[0.75],"values":[0.75]}}""")]
    [InlineData("SELECT unnest(['éa', 'ÉA', 'Éb']) AS x", """{"type":"expect_column_values_to_match_like_pattern","kwargs":{"column":"x","like_pattern":"Éa%"}}""", false, """{"partial_unexpected_list":["éa","Éb"]}""")]
    [InlineData("SELECT unnest(['no JSON', NULL, NULL]) AS x", """{"type":"expect_column_values_to_match_json_schema","kwargs":{"column":"x","json_schema":{"type":"object"},"row_condition":{"type":"nullity","column":{"name":"x"},"is_null":true}}}""", true, """{"element_count":2,"unexpected_count":0}""")]
    public void Validate_Corner_IsJudgedAsInPandas(string data, string expectation, bool success, string parts)
    {
        var result = Result(data, expectation);

        result["exception_info"]!["raised_exception"]!.GetValue<bool>().ShouldBeFalse();
        result["success"]!.GetValue<bool>().ShouldBe(success);
        foreach (var (name, value) in JsonNode.Parse(parts)!.AsObject())
        {
            JsonComparison.Difference(value, result["result"]![name], name).ShouldBeNull();
        }
    }

    [Theory]
    [InlineData(Flags, """{"type":"expect_column_values_to_be_of_type","kwargs":{"column":"x","type_":"string"}}""", "Unrecognized numpy/python type: string")]
    [InlineData(Nested, """{"type":"expect_column_max_to_be_between","kwargs":{"column":"l","min_value":1}}""", "have no order")]
    [InlineData(Nested, """{"type":"expect_column_mean_to_be_between","kwargs":{"column":"s","min_value":1}}""", "has no numbers")]
    [InlineData("SELECT unnest([1e308::DOUBLE, -1e308]) AS x", """{"type":"expect_column_stdev_to_be_between","kwargs":{"column":"x","min_value":1}}""", "out of range")]
    [InlineData(Infinities, """{"type":"expect_column_stdev_to_be_between","kwargs":{"column":"x","min_value":1}}""", "out of range")]
    [InlineData(Flags, """{"type":"expect_column_values_to_be_in_type_list","kwargs":{"column":"x","type_list":["string","nonsense"]}}""", "No recognized numpy/python type in list: ['string', 'nonsense']")]
    [InlineData(Times, """{"type":"expect_column_stdev_to_be_between","kwargs":{"column":"a","min_value":1}}""", "'>=' not supported between instances of 'Timedelta' and 'float'")]
    [InlineData("SELECT 'a' AS x", """{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","min_value":1}}""", "must either be None or of the same type")]
    [InlineData("SELECT NULL::TIMESTAMP AS x", """{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","min_value":1}}""", "must either be None or of the same type")]
    [InlineData("SELECT true AS x", """{"type":"expect_column_quantile_values_to_be_between","kwargs":{"column":"x","quantile_ranges":{"quantiles":[0.5],"value_ranges":[[0,1]]},"allow_relative_error":"linear"}}""", "numpy boolean subtract")]
    [InlineData("SELECT 'a' AS a, 1 AS b WHERE false", """{"type":"expect_column_pair_values_a_to_be_greater_than_b","kwargs":{"column_A":"a","column_B":"b"}}""", "There is no order")]
    public void Validate_DataThatBreaksTheAssumption_IsARaisedException(string data, string expectation, string message)
    {
        var result = Result(data, expectation);

        result["success"]!.GetValue<bool>().ShouldBeFalse();
        result["result"]!.AsObject().ShouldBeEmpty();
        result["exception_info"]!.ToJsonString().ShouldContain("\"raised_exception\":true");
        Message(result["exception_info"]!.AsObject()).ShouldContain(message);
    }

    /// <summary>Values of pandas and numpy for these numbers: with additions in another order, each differs in its last digits.</summary>
    [Theory]
    [InlineData("sum", -5.9159999999999995)]
    [InlineData("mean", -0.2817142857142857)]
    [InlineData("stdev", 1.2915409456481488)]
    public void Validate_SumOfFewDoubles_IsThatOfPandasToTheLastDigit(string aggregate, double expected)
    {
        const string Data = "SELECT unnest([NULL, -1.262, -3.139, NULL, -0.998, -0.213, 0.509, -0.979, NULL, 1.142, 0.238, -0.281, -2.43, 0.837, 0.663, -0.305, 1.055, 1.087, -0.165, -0.822, 0.109, -2.137, 2.084, -0.909, NULL]::DOUBLE[]) AS x";
        var result = Result(Data, $$$"""{"type":"expect_column_{{{aggregate}}}_to_be_between","kwargs":{"column":"x"}}""");

        result["result"]!["observed_value"]!.GetValue<double>().ShouldBe(expected);
    }

    [Fact]
    public void Validate_ScoresOfTexts_NamesTheStatisticsThatFailed()
    {
        var result = Result("SELECT 'a' AS x", """{"type":"expect_column_value_z_scores_to_be_less_than","kwargs":{"column":"x","threshold":1,"double_sided":true}}""");

        result["exception_info"]!.AsObject().Select(metric => metric.Key.Split('\'')[1]).ShouldBe(["column.mean", "column.standard_deviation"]);
    }

    /// <summary>Of the exception itself, or of the first metric that failed.</summary>
    private static string Message(JsonObject exception) => (exception["exception_message"] ?? exception.First().Value!["exception_message"])!.GetValue<string>();

    private JsonObject Result(string data, string expectation)
    {
        var (file, json) = (Path.Combine(_folder.Path, "data.parquet"), Path.Combine(_folder.Path, "result.json"));
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY ({data}) TO {LakeSql.Literal(file)}";
        command.ExecuteNonQuery();
        using var errors = new StringWriter();
        var suite = _folder.Write("suite.json", $$"""{"name":"s","expectations":[{{expectation}}]}""");
        ValidateCommand.Run(TextWriter.Null, errors, new ValidateRequest(file, suite, [], Parameters: null, "SUMMARY", json, Html: null)).ShouldBeLessThan(2, errors.ToString());
        return JsonNode.Parse(File.ReadAllText(json))!["results"]![0]!.AsObject();
    }
}
