using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Commands;
using Analytics.Quality.Sql;
using Analytics.Tests.EndToEnd;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Evaluation;

/// <summary>The command <c>profile</c>: the drafted suite says why, holds on the very file, and fails on a file that has changed.</summary>
public sealed class ProfileCommandTests : IDisposable
{
    private const string Columns = """
        SELECT i AS id, uuid()::VARCHAR AS event_id, 'user' || i || '@example.com' AS email, ['free', 'pro', 'team'][1 + i % 3] AS plan, (i % 4)::INTEGER AS level, i % 97 / 7.0 AS price,
            DATE '2024-03-01' + (i % 60)::INTEGER AS day, TIMESTAMP '2024-03-01 12:00:00' + to_seconds(i) AS seen_at, i % 2 = 0 AS active, CASE WHEN i % 5 = 0 THEN NULL ELSE 'note ' || (i % 300) END AS "free text",
            NULL::VARCHAR AS empty, CASE WHEN i % 400 = 0 THEN 'x' END AS rare, '{"a' AS odd, 'AB' || lpad((i % 300)::VARCHAR, 4, '0') AS code
        FROM range(400) t(i)
        """;

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData("data.parquet", "FORMAT parquet")]
    [InlineData("data.csv", "FORMAT csv, HEADER")]
    [InlineData("data.tsv", "FORMAT csv, HEADER, DELIMITER '\t'")]
    [InlineData("data.ndjson", "FORMAT json")]
    public void Draft_HoldsOnItsFileAndFailsOnAnother(string name, string format)
    {
        var file = Write(name, Columns, format);

        var suite = Draft(file);

        suite["expectations"]!.AsArray().ShouldAllBe(line => line!["notes"]!.GetValue<string>().Length > 10);
        Lines(suite, "id").ShouldBe(["expect_column_values_to_not_be_null", "expect_column_values_to_be_unique"]);
        Lines(suite, "event_id").ShouldContain("expect_column_values_to_be_unique");
        Lines(suite, "plan").ShouldBe(["expect_column_values_to_not_be_null", "expect_column_values_to_be_in_set"]);
        Lines(suite, "level").ShouldBe(["expect_column_values_to_not_be_null", "expect_column_values_to_be_in_set"]);
        Lines(suite, "price").ShouldBe(["expect_column_values_to_not_be_null", "expect_column_values_to_be_between"]);
        Lines(suite, "email").ShouldContain("expect_column_values_to_match_regex");
        Lines(suite, "code").ShouldBe(["expect_column_values_to_not_be_null", "expect_column_value_lengths_to_equal"]);
        Lines(suite, "free text").ShouldBe(["expect_column_values_to_not_be_null", "expect_column_value_lengths_to_be_between"]);
        Lines(suite, "rare").ShouldNotContain("expect_column_values_to_not_be_null");
        Lines(suite, "seen_at").ShouldBe(["expect_column_values_to_not_be_null", "expect_column_values_to_be_between"]);
        Lines(suite, "day").ShouldBe(["expect_column_values_to_not_be_null", "expect_column_values_to_be_between"]);
        Validate(file).ShouldBe((0, ""));

        // Each of these is a change that somebody would want to know of.
        foreach (var change in (string[])["'gold' AS plan", "-1000.0 AS price", "TIMESTAMP '1970-01-01' AS seen_at", "7 AS id", "NULL AS event_id"])
        {
            Validate(Write($"changed-{name}", $"SELECT * REPLACE ({change}) FROM ({Columns})", format)).ExitCode.ShouldBe(1, change);
        }

        Validate(Write($"changed-{name}", $"SELECT * EXCLUDE (plan) FROM ({Columns})", format)).ExitCode.ShouldBe(1);
    }

    [Theory]
    [InlineData(null)]
    [InlineData("FLIGHTS_FILE")]
    public void Draft_OfFlights_HoldsOnThem(string? variable)
    {
        var file = variable is null ? Path.Combine(AppHostProcess.Repository, "pipelines", "flights", "sample-20000.parquet") : Environment.GetEnvironmentVariable(variable);
        Assert.SkipWhen(file is null || !File.Exists(file), $"needs {variable}");

        var suite = Draft(file!);

        suite["expectations"]!.AsArray().ShouldAllBe(line => line!["notes"]!.GetValue<string>().Length > 10);
        foreach (var column in (string[])["origin", "destination"])
        {
            Lines(suite, column).ShouldBe(["expect_column_values_to_not_be_null", "expect_column_value_lengths_to_equal"]);
        }

        foreach (var column in (string[])["date", "delay", "distance"])
        {
            Lines(suite, column).ShouldBe(["expect_column_values_to_not_be_null", "expect_column_values_to_be_between"]);
        }

        Validate(file!).ShouldBe((0, ""));
    }

    [Fact]
    public void Draft_OfAnEmptyFile_SaysTheColumns()
    {
        var file = _folder.Write("empty.csv", "a,b\n");

        Draft(file)["expectations"]!.AsArray().Select(line => line!["type"]!.GetValue<string>()).ShouldBe(["expect_table_columns_to_match_set", "expect_table_row_count_to_be_between"]);
        Validate(file).ShouldBe((0, ""));
    }

    [Fact]
    public void Draft_OfWhatIsNoData_IsRefused()
    {
        using var errors = new StringWriter();
        ProfileCommand.Run(TextWriter.Null, errors, _folder.Write("broken.parquet", "PAR1 it is not"), null).ShouldBe(CommandLine.Refused);
        errors.ToString().ShouldContain("broken.parquet: cannot be read");
    }

    private string SuiteFile => Path.Combine(_folder.Path, "suite.json");

    private JsonNode Draft(string file)
    {
        using var errors = new StringWriter();
        ProfileCommand.Run(TextWriter.Null, errors, file, SuiteFile).ShouldBe(0, errors.ToString());
        SuiteLoader.Load(SuiteFile).Expectations.ShouldNotBeEmpty();
        return JsonNode.Parse(File.ReadAllText(SuiteFile))!;
    }

    private (int ExitCode, string Errors) Validate(string file)
    {
        using var output = new StringWriter();
        using var errors = new StringWriter();
        var exitCode = ValidateCommand.Run(output, errors, new ValidateRequest(file, SuiteFile, [], null, "SUMMARY", null, null));
        return (exitCode, errors.ToString());
    }

    private string Write(string name, string select, string format)
    {
        var file = Path.Combine(_folder.Path, name);
        using var database = new QualityDatabase();
        database.Execute($"COPY ({select}) TO '{file}' ({format})");
        return file;
    }

    private static IEnumerable<string> Lines(JsonNode suite, string column) => suite["expectations"]!.AsArray()
        .Where(line => (string?)line!["kwargs"]!["column"] == column).Select(line => line!["type"]!.GetValue<string>());
}
