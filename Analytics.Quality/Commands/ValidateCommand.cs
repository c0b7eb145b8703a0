using System.CommandLine;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Files;
using Analytics.Quality.Reports;
using Analytics.Quality.Sql;

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
        var tables = new Option<string[]>("--table") { Description = "Another table that expectations may name, as NAME=FILE; repeat it for more." };
        var parameters = new Option<string?>("--parameters") { Description = "A JSON file with the values of the suite's $PARAMETERs." };
        var html = new Option<string?>("--html") { Description = "Writes a report for people to this file." };
        var progress = new Option<bool>(ScanProgress.Option) { Description = ScanProgress.Description };
        var command = new Command("validate", "Judges a file by a suite. Exit code 1 when an expectation fails, 2 when file or suite cannot be used, 130 after Ctrl-C.") { file, suite, tables, parameters, format, json, html, progress };
        command.SetAction((parsed, cancellationToken) => CancellableScan.RunAsync(Console.Error, "nothing was judged", () => Run(Console.Out, Console.Error, new ValidateRequest(
            parsed.GetRequiredValue(file),
            parsed.GetRequiredValue(suite),
            parsed.GetValue(tables) ?? [],
            parsed.GetValue(parameters),
            parsed.GetRequiredValue(format),
            parsed.GetValue(json),
            parsed.GetValue(html),
            parsed.GetValue(progress)), cancellationToken), cancellationToken));
        return command;
    }

    /// <returns>0: all holds; 1: an expectation fails; 2: the file or the suite cannot be used.</returns>
    /// <exception cref="OperationCanceledException">It was cancelled; no file is written.</exception>
    internal static int Run(TextWriter output, TextWriter errors, ValidateRequest request, CancellationToken cancellationToken = default)
    {
        try
        {
            OutputFile.Require("--json", request.Json);
            OutputFile.Require("--html", request.Html);
            var shown = ResultFormatOption.Parse(request.Format);
            var suite = SuiteLoader.Load(request.Suite, parameters: Parameters(request.Parameters));
            var others = OtherTables.Parse(request.Tables);
            using var database = new QualityDatabase();
            using var interrupt = new ScanInterrupt(database.Connection, cancellationToken);
            using var progress = new ScanProgress(database.Connection, request.File, errors, !Console.IsErrorRedirected, request.ShowsProgress);
            var relation = FileRelation.Open(database.Connection, request.File, TimeColumns.Of(suite)) with
            {
                Files = [Path.GetFullPath(request.File), .. others.Values.Select(Path.GetFullPath)],
                Others = others.ToDictionary(other => other.Key, other => FileRelation.Open(database.Connection, other.Value, _ => true).Sql),
            };
            var result = new SuiteEngine(database.Connection).Evaluate(suite, relation, shown.Shape, cancellationToken);
            progress.Dispose();
            SuiteSummary.Write(output, result, request.File);
            if (request.Html is not null)
            {
                File.WriteAllText(request.Html, HtmlReport.Of(result, request.File, TimeProvider.System.GetUtcNow()));
            }

            if (request.Json is not null)
            {
                File.WriteAllText(request.Json, ResultJson.Of(result, new JsonObject { ["batch_spec"] = new JsonObject { ["path"] = request.File } }, shown.Format, $"file-{Path.GetFileNameWithoutExtension(request.File)}").ToJsonString(Indented));
            }

            return result.Success ? 0 : 1;
        }
        catch (Exception refused) when (!cancellationToken.IsCancellationRequested && refused is PipelineException or OptionException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(refused.Message);
            return CommandLine.Refused;
        }
    }

    private static JsonElement? Parameters(string? file)
    {
        if (file is null)
        {
            return null;
        }

        try
        {
            var parameters = JsonElement.Parse(File.ReadAllBytes(file));
            return parameters.ValueKind is JsonValueKind.Object ? parameters : throw new IOException($"{file}: parameters are a JSON object: {{\"name\": value}}");
        }
        catch (JsonException invalid)
        {
            throw new IOException($"{file}: not valid JSON: {invalid.Message}", invalid);
        }
    }
}
