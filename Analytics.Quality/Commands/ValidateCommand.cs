using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Sql;
using DuckDB.NET.Data;

namespace Analytics.Quality.Commands;

/// <summary><c>validate FILE SUITE.json</c>: judges any Parquet, CSV or NDJSON file.</summary>
internal static class ValidateCommand
{
    private static readonly JsonSerializerOptions Indented = new() { WriteIndented = true };

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The data: .parquet, .csv, .tsv, .ndjson or .jsonl." };
        var suite = new Argument<string>("SUITE") { Description = "The suite: Great Expectations 1.x JSON." };
        var json = new Option<string?>("--json") { Description = "Writes the validation result to this file." };
        var format = new Option<string>("--result-format") { Description = "How much each result shows: BOOLEAN_ONLY, BASIC, SUMMARY, COMPLETE, or a JSON object with result_format and unexpected_index_column_names.", DefaultValueFactory = _ => "SUMMARY" };
        var command = new Command("validate", "Judges a file by a suite. Exit code 1 when an expectation fails, 2 when file or suite cannot be used.") { file, suite, json, format };
        command.SetAction((parsed, _) => Task.FromResult(Run(
            parsed.GetRequiredValue(file), parsed.GetRequiredValue(suite), parsed.GetValue(json), parsed.GetRequiredValue(format))));
        return command;
    }

    private static int Run(string file, string suiteFile, string? json, string format)
    {
        try
        {
            var shown = ResultFormatOption.Parse(format);
            var suite = SuiteLoader.Load(suiteFile);
            using var database = new QualityDatabase();
            var relation = Open(database, file);
            var result = new SuiteEngine(database.Connection).Evaluate(suite, relation, shown.Shape);
            SuiteSummary.Write(Console.Out, result, file);
            if (json is not null)
            {
                File.WriteAllText(json, ResultJson.Of(result, new JsonObject { ["batch_spec"] = new JsonObject { ["path"] = file } }, shown.Format, $"file-{Path.GetFileNameWithoutExtension(file)}").ToJsonString(Indented));
            }

            return result.Success ? 0 : 1;
        }
        catch (Exception refused) when (refused is PipelineException or IOException or FormatException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(refused.Message);
            return CommandLine.Refused;
        }
    }

    private static Relation Open(QualityDatabase database, string file)
    {
        if (!File.Exists(file))
        {
            throw new IOException($"{file}: no such file; give a Parquet, CSV or NDJSON file");
        }

        try
        {
            return Relation.Describe(database.Connection, DataFileSql.Read(file));
        }
        catch (DuckDBException unreadable)
        {
            throw new IOException($"{file}: cannot be read as {Path.GetExtension(file)}: {unreadable.Message}", unreadable);
        }
    }
}
