using System.CommandLine;
using Analytics.ServiceDefaults.Services;

namespace Analytics.Quality.Commands;

/// <summary>The program's command line: the service without a command, or one of the tools.</summary>
internal static class CommandLine
{
    /// <summary>Exit code for bad arguments or configuration.</summary>
    public const int Refused = 2;

    /// <summary>Exit code of a tool that was stopped by Ctrl-C, as shells have it.</summary>
    public const int Cancelled = 130;

    public static async Task<int> RunAsync(string[] args)
    {
        var root = new RootCommand("Audits what is staged and promotes it to gold.") { ValidateCommand.Create(), ProfileCommand.Create() };
        foreach (var command in QuarantineCommands.Create())
        {
            root.Subcommands.Add(command);
        }

        RunCommand.Configure(root);
        var parsed = root.Parse(args);
        if (parsed.Errors.Count > 0)
        {
            foreach (var error in parsed.Errors)
            {
                await Console.Error.WriteLineAsync(error.Message);
            }

            await Console.Error.WriteLineAsync("See --help.");
            return Refused;
        }

        return await parsed.InvokeUntilSignalAsync();
    }
}
