using System.Text.Json.Nodes;
using Analytics.Contracts.Suites.Catalog;
using Analytics.Lake.Sql;
using Analytics.Quality.Commands;
using Analytics.Quality.Evaluation;
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
    [Trait("Category", "Integration")]
    [MemberData(nameof(Ids))]
    public void Validate_KnownCase_WritesTheAnswerOfGreatExpectations(string id)
    {
        var known = GreatExpectationsCase.ById[id];
        var (exitCode, errors, json) = Validate(known);
        if (exitCode == 2)
        {
            RefusedHereOnly(known).ShouldBe(!known.IsRefused, errors);
            errors.ShouldContain("case.json: expectations[0]");
            return;
        }

        known.IsRefused.ShouldBeFalse("Great Expectations refuses it");
        var result = json!["results"]!.AsArray().ShouldHaveSingleItem()!.AsObject();
        var success = result["success"]!.GetValue<bool>();
        exitCode.ShouldBe(success ? 0 : 1);
        if (Differences.ContainsKey(id))
        {
            success.ShouldNotBe(known.Success, "no difference any more: drop it from the list");
            return;
        }

        result.Select(part => part.Key).ShouldBe(["success", "expectation_config", "result", "meta", "exception_info"]);
        success.ShouldBe(known.Success, result["exception_info"]!.ToJsonString());
        JsonComparison.Difference(known.Result, result["result"]).ShouldBeNull();
        result["meta"]!.AsObject().ShouldBeEmpty();
        var kwargs = known.Kwargs;
        kwargs["batch_id"] = "file-dataset";
        var config = new JsonObject { ["type"] = known.Type, ["kwargs"] = kwargs, ["meta"] = new JsonObject(), ["severity"] = "critical" };
        JsonComparison.Difference(config, result["expectation_config"]).ShouldBeNull();
        var exceptions = result["exception_info"]!.AsObject();
        (exceptions["raised_exception"] is { } raised ? raised.GetValue<bool>() : exceptions.All(metric => metric.Value!["raised_exception"]!.GetValue<bool>())).ShouldBe(known.IsRaised);
        JsonComparison.Difference(Frame(success), new JsonObject(json.AsObject().Where(part => part.Key is not ("results" or "meta")).Select(part => KeyValuePair.Create(part.Key, part.Value?.DeepClone())))).ShouldBeNull();
    }

    /// <summary>What surrounds the result of the only expectation.</summary>
    private static JsonObject Frame(bool success) => new()
    {
        ["success"] = success,
        ["suite_name"] = "case",
        ["suite_parameters"] = new JsonObject(),
        ["statistics"] = new JsonObject
        {
            ["evaluated_expectations"] = 1,
            ["successful_expectations"] = success ? 1 : 0,
            ["unsuccessful_expectations"] = success ? 0 : 1,
            ["success_percent"] = success ? 100 : 0,
        },
        ["id"] = null,
    };

    /// <summary>What Great Expectations lets pass, or finds out only when it runs: bounds the wrong way round, parameters without a value.</summary>
    private static bool RefusedHereOnly(GreatExpectationsCase known) =>
        !known.IsRefused
        && (known.Json["phase"]?.GetValue<string>() is "validate-raise" || HasBoundsSwapped(known));

    private static bool HasBoundsSwapped(GreatExpectationsCase known) =>
        known.Json["expectation"]!["kwargs"]!.AsObject() is var kwargs
        && kwargs["min_value"] is JsonValue least && kwargs["max_value"] is JsonValue most && least.GetValue<double>() > most.GetValue<double>();

    /// <summary>The command <c>validate</c> over the case's data as Parquet, other tables too.</summary>
    private (int ExitCode, string Errors, JsonNode? Json) Validate(GreatExpectationsCase known)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = known.CreateSql();
        command.ExecuteNonQuery();
        var json = Path.Combine(_folder.Path, "result.json");
        using var errors = new StringWriter();
        var exitCode = ValidateCommand.Run(TextWriter.Null, errors, new ValidateRequest(
            Export(connection, "dataset"),
            _folder.Write("case.json", known.SuiteJson),
            [.. known.OtherTables.Select(name => $"{name}={Export(connection, name)}")],
            Parameters: null,
            "SUMMARY",
            json,
            Html: null));
        return (exitCode, errors.ToString(), exitCode == 2 ? null : JsonNode.Parse(File.ReadAllText(json)));
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
