using System.Text.Json;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation;
using Analytics.Quality.Evaluation.Columns;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Suites;

public sealed class RowConditionTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>Rows: (1,'a'), (2,'b'), (3,null), (null,'a').</summary>
    [Theory]
    [InlineData("col(\\\"n\\\") > 1", "great_expectations", 2)]
    [InlineData("col(\\\"n\\\") > 1 and col(\\\"g\\\") == 'b'", "great_expectations", 1)]
    [InlineData("col(\\\"n\\\") == 1 or col(\\\"g\\\") == \\\"b\\\"", "great_expectations", 2)]
    [InlineData("col(\\\"n\\\").NotNull()", "great_expectations", 3)]
    [InlineData("n != 1", "pandas", 3)]
    [InlineData("g == 'a' & n >= 1", "pandas", 1)]
    [InlineData("not (n == 1)", "pandas", 3)]
    [InlineData("~(n == 1) | g == 'a'", "pandas", 4)]
    [InlineData("1 < n <= 3 and g.isnull()", "pandas", 1)]
    [InlineData("n not in [1, 2]", "pandas", 2)]
    [InlineData("g in ('a', \\\"b\\\")", "pandas", 3)]
    [InlineData("n == 'x'", "pandas", 0)]
    public void Condition_Text_PicksRowsAsPandasDoes(string condition, string parser, long rows) =>
        Count($$"""{"row_condition":"{{condition}}","condition_parser":"{{parser}}"}""").ShouldBe(rows);

    [Theory]
    [InlineData("""{"type":"comparison","column":{"name":"n"},"operator":"NOT_IN","parameter":[1]}""", 3)]
    [InlineData("""{"type":"nullity","column":{"name":"g"},"is_null":true}""", 1)]
    [InlineData("""{"type":"or","conditions":[{"type":"nullity","column":{"name":"g"},"is_null":true},{"type":"and","conditions":[{"type":"comparison","column":{"name":"n"},"operator":"<","parameter":2},{"type":"comparison","column":{"name":"g"},"operator":"==","parameter":"a"}]}]}""", 2)]
    public void Condition_Object_PicksRows(string condition, long rows) => Count($$"""{"row_condition":{{condition}}}""").ShouldBe(rows);

    [Theory]
    [InlineData("\"n + 1 > 2\"", "pandas")]
    [InlineData("\"n > @limit\"", "pandas")]
    [InlineData("\"n >\"", "pandas")]
    [InlineData("\"n > 1\"", "sql")]
    [InlineData("\"col(n) > 1\"", "great_expectations")]
    [InlineData("\"col(\\\"n\\\") > 1 nonsense\"", "great_expectations")]
    [InlineData("""{"type":"and","conditions":[{"type":"or","conditions":[{"type":"nullity","column":{"name":"g"},"is_null":true}]}]}""", "pandas")]
    public void Condition_ThatCannotBeEvaluated_IsRefused(string condition, string parser) =>
        Should.Throw<PipelineException>(() => Load($$"""{"row_condition":{{condition}},"condition_parser":"{{parser}}"}""")).Message.ShouldContain("kwargs.");

    [Fact]
    public void Load_LegacyString_ComesBackAsObject()
    {
        var kwargs = Load("""{"row_condition":"col(\"n\") >= 2","condition_parser":"great_expectations"}""").Expectations[0].Kwargs;

        JsonElement.DeepEquals(kwargs.GetProperty("row_condition"), JsonElement.Parse("""{"type":"comparison","column":{"name":"n"},"operator":">=","parameter":2}"""))
            .ShouldBeTrue(kwargs.GetRawText());
    }

    private long Count(string kwargs)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = "CREATE TABLE t (n BIGINT, g VARCHAR); INSERT INTO t VALUES (1, 'a'), (2, 'b'), (3, NULL), (NULL, 'a');";
        command.ExecuteNonQuery();
        var result = new SuiteEngine(connection).Evaluate(Load(kwargs), Relation.Describe(connection, "t")).Results.ShouldHaveSingleItem();
        result.Exception.ShouldBeNull();
        return result.Result["observed_value"]!.GetValue<long>();
    }

    private ExpectationSuite Load(string kwargs) =>
        SuiteLoader.Load(_folder.Write("suite.json", $$"""{"name":"s","expectations":[{"type":"expect_table_row_count_to_be_between","kwargs":{{kwargs}}}]}"""));
}
