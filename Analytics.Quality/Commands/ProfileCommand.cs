using System.CommandLine;
using System.Text.Json;
using Analytics.Quality.Files;
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
        var progress = new Option<bool>(ScanProgress.Option) { Description = ScanProgress.Description };
        var command = new Command("profile", "Drafts a suite from a file, to be read and cut by a person. Exit code 2 when the file cannot be used, 130 after Ctrl-C.") { file, output, progress };
        command.SetAction((parsed, cancellationToken) => CancellableScan.RunAsync(Console.Error, "no suite was drafted", () =>
            Run(Console.Out, Console.Error, parsed.GetRequiredValue(file), parsed.GetValue(output), parsed.GetValue(progress), cancellationToken), cancellationToken));
        return command;
    }

    /// <returns>0: drafted; 2: the file cannot be used.</returns>
    internal static int Run(TextWriter terminal, TextWriter errors, string file, string? output, bool showsProgress = false, CancellationToken cancellationToken = default)
    {
        try
        {
            OutputFile.Require("--output", output);
            using var database = new QualityDatabase();
            using var interrupt = new ScanInterrupt(database.Connection, cancellationToken);
            using var progress = new ScanProgress(database.Connection, file, errors, !Console.IsErrorRedirected, showsProgress);
            var suite = new SuiteDraft(database.Connection, FileRelation.Open(database.Connection, file, _ => true))
                .Write(Path.GetFileNameWithoutExtension(file)).ToJsonString(Indented);
            progress.Dispose();
            if (output is null)
            {
                terminal.WriteLine(suite);
            }
            else
            {
                File.WriteAllText(output, suite);
            }

            return 0;
        }
        catch (Exception refused) when (!cancellationToken.IsCancellationRequested && refused is DuckDBException or OptionException or IOException or UnauthorizedAccessException)
        {
            errors.WriteLine(refused is DuckDBException ? $"{file}: cannot be read: {refused.Message}" : refused.Message);
            return CommandLine.Refused;
        }
    }
}
