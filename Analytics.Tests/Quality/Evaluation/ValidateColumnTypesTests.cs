using System.Text.Json.Nodes;
using Analytics.Lake.Sql;
using Analytics.Quality.Commands;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

/// <summary>Columns of every type that a Parquet file can have: each expectation is judged, or raises in its own result alone.</summary>
public sealed class ValidateColumnTypesTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("UUID", "'3e2b9ba9-6dfd-4b8d-bae5-ab29ba438812'", "\"3e2b9ba9-6dfd-4b8d-bae5-ab29ba438812\"")]
    [InlineData("JSON", "'[1]'", "\"[1]\"")]
    [InlineData("ENUM('a','b')", "'b'", "\"b\"")]
    [InlineData("BLOB", @"'a''\xFF\x0A\x5C'", "\"b\\\"a'\\\\xff\\\\n\\\\\\\\\\\"\"")]
    [InlineData("TIME", "'11:30:00.5'", "\"11:30:00.500000\"")]
    [InlineData("TIMETZ", "'10:00:00+02'", "\"08:00:00+00:00\"")]
    [InlineData("INTERVAL", "INTERVAL 3 DAYS", "\"P3D\"")]
    [InlineData("UTINYINT", "255", "255")]
    [InlineData("UBIGINT", "18446744073709551615", "18446744073709551615")]
    [InlineData("DECIMAL(18,3)", "1.125", "1.125")]
    [InlineData("TIMESTAMPTZ", "'2024-01-15 10:00:00+00'", "\"2024-01-15T10:00:00+00:00\"")]
    [InlineData("TIMESTAMP_NS", "'2024-01-15 10:00:00.123456789'", "\"2024-01-15T10:00:00.123456\"")]
    [InlineData("INTEGER[]", "[1, NULL]", "[1,null]")]
    [InlineData("DOUBLE[]", "['nan'::DOUBLE, '-inf'::DOUBLE]", "[null,\"-Infinity\"]")]
    [InlineData("MAP(DATE, INTEGER)", "MAP {DATE '2024-01-02': 2}", "{\"2024-01-02\":2}")]
    [InlineData("STRUCT(a TIMESTAMP[], b VARCHAR)", "{'a': [NULL], 'b': 'NaN'}", "{\"a\":[null],\"b\":\"NaN\"}")]
    public void Validate_SetOfTextsOverAnyType_ShowsTheValuesThatAreNotInIt(string type, string value, string shown)
    {
        var results = Validate(type, value, """
            {"type":"expect_column_values_to_be_in_set","kwargs":{"column":"x","value_set":["zzz"]}},
            {"type":"expect_column_distinct_values_to_be_in_set","kwargs":{"column":"x","value_set":["zzz"]}},
            {"type":"expect_column_values_to_be_unique","kwargs":{"column":"x"}},
            {"type":"expect_column_value_lengths_to_equal","kwargs":{"column":"x","value":999}}
            """);

        foreach (var result in results)
        {
            result["exception_info"]!["exception_message"].ShouldBeNull();
            result["result"]!["partial_unexpected_list"]!.AsArray().ShouldAllBe(item => JsonNode.DeepEquals(item, JsonNode.Parse(shown)));
            result["result"]!["unexpected_count"]!.GetValue<int>().ShouldBeGreaterThan(0);
        }
    }

    [Fact]
    public void Validate_GreatUnsignedNumbersInPairs_AreCounted()
    {
        var result = Validate("UBIGINT", "18446744073709551615", """{"type":"expect_column_pair_values_to_be_in_set","kwargs":{"column_A":"x","column_B":"y","value_pairs_set":[[1,2]]}}""").Single();

        result["result"]!["partial_unexpected_counts"]!.ToJsonString().ShouldBe("""[{"value":[18446744073709551615,1],"count":2}]""");
    }

    [Theory]
    [InlineData("DATE")]
    [InlineData("TIMESTAMP")]
    public void Validate_TimeAtInfinity_RaisesWhereItWouldBeShownAndNowhereElse(string type)
    {
        var results = Validate(type, "'infinity'", """
            {"type":"expect_column_max_to_be_between","kwargs":{"column":"x"}},
            {"type":"expect_column_values_to_be_in_set","kwargs":{"column":"x","value_set":["zzz"]}},
            {"type":"expect_column_values_to_not_be_null","kwargs":{"column":"x"}}
            """);

        results.Select(result => result["success"]!.GetValue<bool>()).ShouldBe([false, false, true]);
        results.Take(2).ShouldAllBe(result => result["exception_info"]!.ToJsonString().Contains("A value cannot be shown"));
    }

    private JsonObject[] Validate(string type, string value, string expectations)
    {
        var file = Path.Combine(_folder.Path, "data.parquet");
        using (var connection = new DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            command.CommandText = $"COPY (SELECT {value}::{type} AS x, 1 AS y FROM range(2)) TO {LakeSql.Literal(file)}";
            command.ExecuteNonQuery();
        }

        var json = Path.Combine(_folder.Path, "result.json");
        using var errors = new StringWriter();
        ValidateCommand.Run(TextWriter.Null, errors, new ValidateRequest(file, _folder.Write("suite.json", $$"""{"name":"s","expectations":[{{expectations}}]}"""), [], null, "SUMMARY", json, null));
        errors.ToString().ShouldBeEmpty();
        return [.. JsonNode.Parse(File.ReadAllText(json))!["results"]!.AsArray().Select(result => result!.AsObject())];
    }
}
