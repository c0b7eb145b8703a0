using System.CommandLine;
using System.Text.Json;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Profiling;
using Analytics.Quality.Sql;
using DuckDB.NET.Data;

namespace Analytics.Quality.Commands;

/// <summary><c>profile FILE</c>: drafts a suite that the file passes, each line with the reason in its notes.</summary>
internal static class ProfileCommand
{
    private static readonly JsonSerializerOptions Indented = new()
    {
        WriteIndented = true,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
    };

    public static Command Create()
    {
        var file = new Argument<string>("FILE") { Description = "The data: .parquet, .csv, .tsv, .ndjson or .jsonl." };
        var output = new Option<string?>("--output") { Description = "Writes the suite to this file instead of the terminal." };
        var command = new Command("profile", "Drafts a suite from a file, to be read and cut by a person. Exit code 2 when the file cannot be used.") { file, output };
        command.SetAction((parsed, _) => Task.FromResult(Run(parsed.GetRequiredValue(file), parsed.GetValue(output))));
        return command;
    }

    private static int Run(string file, string? output)
    {
        try
        {
            if (!File.Exists(file))
            {
                throw new IOException($"{file}: no such file; give a Parquet, CSV or NDJSON file");
            }

            using var database = new QualityDatabase();
            using var progress = new ScanProgress(database.Connection, file);
            var suite = new SuiteDraft(database.Connection, Relation.Describe(database.Connection, DataFileSql.Read(file)))
                .Write(Path.GetFileNameWithoutExtension(file)).ToJsonString(Indented);
            progress.Dispose();
            if (output is null)
            {
                Console.WriteLine(suite);
            }
            else
            {
                File.WriteAllText(output, suite);
            }

            return 0;
        }
        catch (Exception refused) when (refused is DuckDBException or IOException or UnauthorizedAccessException)
        {
            Console.Error.WriteLine(refused is DuckDBException ? $"{file}: cannot be read: {refused.Message}" : refused.Message);
            return CommandLine.Refused;
        }
    }
}
