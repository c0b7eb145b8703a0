using System.Text.Json.Nodes;
using Analytics.Quality.Commands;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

/// <summary>The command <c>validate</c> over small CSV files.</summary>
public sealed class ValidateCommandTests : IDisposable
{
    private const string Between = """{"type":"expect_column_values_to_be_between","kwargs":{"column":"x","min_value":1,"max_value":2}}""";

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Validate_Complete_ListsAllRowsAndCountsThemAll()
    {
        var result = Only(Between, string.Join('\n', Enumerable.Range(0, 300).Select(i => i % 3)), "COMPLETE");

        result["unexpected_list"]!.AsArray().Count.ShouldBe(100);
        result["unexpected_index_list"]![99]!.GetValue<int>().ShouldBe(297);
        result["partial_unexpected_list"]!.AsArray().Count.ShouldBe(20);
        result["partial_unexpected_counts"]!.ToJsonString().ShouldBe("""[{"value":0,"count":100}]""");
    }

    [Fact]
    public void Validate_CompleteOfManyRows_ListsTwoHundredValuesAndTheNumbersOfAllRows()
    {
        var result = Only(Between, string.Join('\n', Enumerable.Range(0, 900).Select(i => i % 3)), "COMPLETE");

        result["unexpected_list"]!.AsArray().Count.ShouldBe(200);
        result["unexpected_index_list"]!.AsArray().Count.ShouldBe(300);
        result["partial_unexpected_counts"]!.ToJsonString().ShouldBe("""[{"value":0,"count":200}]""");
    }

    [Fact]
    public void Validate_LikeWithIndexColumns_NamesRowsByThem()
    {
        const string Like = """{"type":"expect_column_values_to_match_like_pattern","kwargs":{"column":"x","like_pattern":"a%"}}""";

        Only(Like, "ab\nb", """{"unexpected_index_column_names":["id"]}""")["partial_unexpected_index_list"]!.ToJsonString().ShouldBe("""[{"x":"b","id":1}]""");
        Only(Like, "ab\nb").ContainsKey("partial_unexpected_index_list").ShouldBeFalse();
    }

    [Fact]
    public void Validate_WholeNumbersWithNulls_AreMatchedAsWholeNumbers()
    {
        Only("""{"type":"expect_column_values_to_match_regex","kwargs":{"column":"x","regex":"^\\d+$"}}""", "358\n\n7")["unexpected_count"]!.GetValue<int>().ShouldBe(0);
        Only("""{"type":"expect_column_value_lengths_to_equal","kwargs":{"column":"x","value":3}}""", "358\n\n7")["partial_unexpected_list"]!.ToJsonString().ShouldBe("[7]");
    }

    [Fact]
    public void Validate_OptionsOfTheResultFormat_ShapeTheSample()
    {
        var result = Only(Between, "3\n4\n1\n5", """{"result_format":"COMPLETE","partial_unexpected_count":2,"return_unexpected_index_query":false}""");
        result["partial_unexpected_list"]!.ToJsonString().ShouldBe("[3,4]");
        result["unexpected_list"]!.ToJsonString().ShouldBe("[3,4,5]");
        result.ContainsKey("unexpected_index_query").ShouldBeFalse();

        var none = Only(Between, "3\n4\n1\n5", """{"partial_unexpected_count":0}""");
        none["partial_unexpected_list"]!.AsArray().ShouldBeEmpty();
        none.ContainsKey("partial_unexpected_counts").ShouldBeFalse();

        Only(Between, "3\n4\n1\n5", """{"result_format":"COMPLETE","partial_unexpected_count":1,"exclude_unexpected_values":true}""")["partial_unexpected_index_list"]!.ToJsonString().ShouldBe("[0]");

        var hidden = Only(Between, "3\n4\n1\n5", """{"exclude_unexpected_values":true,"unexpected_index_column_names":["id"]}""");
        hidden["partial_unexpected_index_list"]!.ToJsonString().ShouldBe("""[{"id":[0,1,3]}]""");
        hidden.ContainsKey("partial_unexpected_list").ShouldBeFalse();
    }

    [Fact]
    public void Validate_UnknownOptionOfTheResultFormat_IsRefused() =>
        Run(Between, "1", """{"result_formt":"COMPLETE"}""").Errors.ShouldContain("unknown option result_formt");

    [Fact]
    public void Validate_LengthsOfTimesAndNumbers_AreThoseOfTheirText()
    {
        const string Length = """{"type":"expect_column_value_lengths_to_equal","kwargs":{"column":"x","value":19}}""";
        Only(Length, "2024-01-15 00:00:00\n2024-01-16 00:00:00")["unexpected_count"]!.GetValue<int>().ShouldBe(0);
        Only(Length, "1.0\n12345.6789")["partial_unexpected_list"]!.ToJsonString().ShouldBe("[1,12345.6789]");
    }

    [Fact]
    public void Validate_ColumnsOfTwoKinds_AreNeverEqual()
    {
        Only("""{"type":"expect_column_pair_values_to_be_equal","kwargs":{"column_A":"id","column_B":"x"}}""", "a\nb")["unexpected_count"]!.GetValue<int>().ShouldBe(2);
        Only("""{"type":"expect_select_column_values_to_be_unique_within_record","kwargs":{"column_list":["id","x"]}}""", "a\nb")["unexpected_count"]!.GetValue<int>().ShouldBe(0);
    }

    [Fact]
    public void Validate_TextWithinTexts_IsCompared() =>
        Only("""{"type":"expect_column_max_to_be_between","kwargs":{"column":"x","min_value":"2024-01-01T00:00:00"}}""", "abc\nxyz")["observed_value"]!.GetValue<string>().ShouldBe("xyz");

    [Fact]
    public void Validate_MissingColumn_NamesTheMetricsThatFailed()
    {
        var (exitCode, _, json) = Run("""{"type":"expect_column_values_to_be_between","kwargs":{"column":"nope","min_value":1}}""", "1");

        exitCode.ShouldBe(1);
        var exceptions = json!["results"]![0]!["exception_info"]!.AsObject();
        exceptions.Select(metric => metric.Key.Split('\'')[1]).ShouldBe(["column_values.nonnull.condition", "column_values.between.condition"]);
        exceptions[0]!["exception_message"]!.GetValue<string>().ShouldBe("Error: The column \"nope\" in BatchData does not exist.");
    }

    [Fact]
    public void Validate_ArgumentsOfTheRunAndDefaults_AreLeftOutOfTheResult()
    {
        var (_, _, json) = Run("""{"type":"expect_column_kl_divergence_to_be_less_than","kwargs":{"batch_id":"other","column":"x","partition_object":{"bins":[0,2],"weights":[1]},"threshold":1,"bucketize_data":true}}""", "1");

        var kwargs = json!["results"]![0]!["expectation_config"]!["kwargs"]!.AsObject();
        kwargs.Select(kwarg => kwarg.Key).ShouldBe(["batch_id", "column", "partition_object", "threshold"]);
        kwargs["batch_id"]!.GetValue<string>().ShouldBe("file-data");
    }

    private JsonObject Only(string expectation, string values, string format = "SUMMARY")
    {
        var (_, errors, json) = Run(expectation, values, format);
        errors.ShouldBeEmpty();
        return json!["results"]![0]!["result"]!.AsObject();
    }

    /// <summary>Validates a CSV file of the columns <c>id</c> (0, 1, …) and <c>x</c>.</summary>
    private (int ExitCode, string Errors, JsonNode? Json) Run(string expectation, string values, string format = "SUMMARY")
    {
        var json = Path.Combine(_folder.Path, "result.json");
        using var errors = new StringWriter();
        var exitCode = ValidateCommand.Run(TextWriter.Null, errors, new ValidateRequest(
            _folder.Write("data.csv", "id,x\n" + string.Join('\n', values.Split('\n').Select((value, i) => $"{i},{value}")) + "\n"),
            _folder.Write("suite.json", $$"""{"name":"s","expectations":[{{expectation}}]}"""),
            [],
            Parameters: null,
            format,
            json,
            Html: null));
        return (exitCode, errors.ToString(), exitCode == 2 ? null : JsonNode.Parse(File.ReadAllText(json)));
    }
}
