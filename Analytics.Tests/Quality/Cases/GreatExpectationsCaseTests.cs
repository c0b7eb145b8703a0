using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Contracts.Suites.Catalog;
using Analytics.Lake.Sql;
using Analytics.Quality.Evaluation;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Sql;
using DuckDB.NET.Data;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Cases;

public sealed class GreatExpectationsCaseTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    /// <summary>Cases where Great Expectations' answer is a defect, with the reason; docs/quality.md lists them.</summary>
    private static readonly Dictionary<string, string> Differences = new()
    {
        ["td-column_values_to_be_in_type_list-0-10-positive_test_string_values"] = "a column of str is of a type in [str], as it is of_type str",
    };

    public static TheoryData<string> Ids => [.. GreatExpectationsCase.ById.Keys];

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void Catalog_AndFactory_KnowTheSameTypes() =>
        ExpectationCatalog.Types.Order().ShouldBe(EvaluatorFactory.Types.Order());

    [Theory]
    [MemberData(nameof(Ids))]
    public void Evaluate_KnownCase_GivesTheAnswerOfGreatExpectations(string id)
    {
        var known = GreatExpectationsCase.ById[id];
        ExpectationSuite suite;
        try
        {
            suite = SuiteLoader.Load(_folder.Write("case.json", known.SuiteJson));
        }
        catch (PipelineException refused)
        {
            RefusedHereOnly(known).ShouldBe(!known.IsRefused, refused.Message);
            return;
        }

        known.IsRefused.ShouldBeFalse("Great Expectations refuses it");
        var result = Evaluate(known, suite);
        if (Differences.ContainsKey(id))
        {
            result.Success.ShouldNotBe(known.Success, "no difference any more: drop it from the list");
            return;
        }

        result.Success.ShouldBe(known.Success, result.Exception?.Message);
        (result.Exception is not null).ShouldBe(known.IsRaised, result.Exception?.Message);
        JsonComparison.Difference(known.Result, result.Result).ShouldBeNull();
        JsonComparison.Difference(known.Kwargs, KwargsJson.Of(result.Expectation, batchId: null)).ShouldBeNull();
    }

    /// <summary>What Great Expectations lets pass, or finds out only when it runs: bounds the wrong way round, parameters.</summary>
    private static bool RefusedHereOnly(GreatExpectationsCase known) =>
        !known.IsRefused
        && (known.Json["phase"]?.GetValue<string>() is "validate-raise" || BoundsOrParameters(known));

    private static bool BoundsOrParameters(GreatExpectationsCase known) =>
        known.Json["expectation"]!["kwargs"]!.AsObject() is var kwargs
        && (kwargs.ToJsonString().Contains("$PARAMETER", StringComparison.Ordinal) || kwargs["min_value"]!.GetValue<double>() > kwargs["max_value"]!.GetValue<double>());

    private ExpectationResult Evaluate(GreatExpectationsCase known, ExpectationSuite suite)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = known.CreateSql();
        command.ExecuteNonQuery();
        return new SuiteEngine(connection).Evaluate(suite, Files(known, connection)).Results.ShouldHaveSingleItem();
    }

    /// <summary>The dataset; a case with other tables has them all as files, which is what a suite's own SQL may read.</summary>
    private Relation Files(GreatExpectationsCase known, DuckDBConnection connection)
    {
        if (known.OtherTables.Count == 0)
        {
            return Relation.Describe(connection, "dataset");
        }

        var others = known.OtherTables.ToDictionary(name => name, name => Export(connection, name));
        var own = Export(connection, "dataset");
        return Relation.Describe(connection, DataFileSql.Read(own)) with
        {
            Files = [own, .. others.Values],
            Others = others.ToDictionary(other => other.Key, other => DataFileSql.Read(other.Value)),
        };
    }

    private string Export(DuckDBConnection connection, string table)
    {
        var file = Path.Combine(_folder.Path, table + ".parquet");
        using var command = connection.CreateCommand();
        command.CommandText = $"COPY {LakeSql.Identifier(table)} TO {LakeSql.Literal(file)}";
        command.ExecuteNonQuery();
        return file;
    }
}
