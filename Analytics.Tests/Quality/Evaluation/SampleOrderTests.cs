using System.Text.Json.Nodes;
using Analytics.Lake.Sql;
using Analytics.Quality.Commands;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

/// <summary>
/// Many rows, several threads, several row groups: samples are the first unexpected values in row order all the same, whether an expectation's search is its own
/// (its values are frequent) or one for several (they are rare).
/// </summary>
public sealed class SampleOrderTests : IDisposable
{
    private const int Rows = 300_000;

    /// <summary>Every so manieth row breaks an expectation: from one of three down to one of the last rows.</summary>
    private static readonly int[] Every = [3, 500, 4_000, 9_000, 14_000, 100_000, Rows - 1];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Validate_ManyRows_SamplesAreTheFirstInRowOrder()
    {
        var (file, json) = (Path.Combine(_folder.Path, "data.parquet"), Path.Combine(_folder.Path, "result.json"));
        using (var connection = new DuckDBConnection("DataSource=:memory:"))
        {
            connection.Open();
            using var command = connection.CreateCommand();
            var columns = string.Join(", ", Every.Select(every => $"CASE WHEN i % {every} = {every - 1} THEN -i ELSE i END AS c{every}"));
            command.CommandText = $"COPY (SELECT {columns} FROM range({Rows}) t(i)) TO {LakeSql.Literal(file)} (FORMAT parquet, ROW_GROUP_SIZE 20000)";
            command.ExecuteNonQuery();
        }

        var suite = _folder.Write("suite.json", new JsonObject
        {
            ["name"] = "s",
            ["expectations"] = new JsonArray([.. Every.Select(every => (JsonNode)new JsonObject
            {
                ["type"] = "expect_column_values_to_be_between",
                ["kwargs"] = new JsonObject { ["column"] = $"c{every}", ["min_value"] = 0 },
            })]),
        }.ToJsonString());
        ValidateCommand.Run(TextWriter.Null, TextWriter.Null, new ValidateRequest(file, suite, [], Parameters: null, "SUMMARY", json, Html: null)).ShouldBe(1);

        var results = JsonNode.Parse(File.ReadAllText(json))!["results"]!.AsArray();
        foreach (var (every, result) in Every.Zip(results))
        {
            var broken = Enumerable.Range(0, Rows).Where(i => i % every == every - 1).ToArray();
            result!["result"]!["unexpected_count"]!.GetValue<int>().ShouldBe(broken.Length);
            result["result"]!["partial_unexpected_index_list"]!.AsArray().Select(index => index!.GetValue<int>()).ShouldBe(broken.Take(20), $"every {every}");
            result["result"]!["partial_unexpected_list"]!.AsArray().Select(value => value!.GetValue<int>()).ShouldBe(broken.Take(20).Select(i => -i), $"every {every}");
        }
    }
}
