using System.CommandLine;

namespace Analytics.AppHost.Options;

/// <summary>
/// The command line, strictly: an unknown option is an error and a switch never swallows the word after it,
/// unlike .NET's command-line configuration. What it means is handed on as <c>--Platform:Key=value</c>.
/// </summary>
internal sealed record AppHostArguments(IReadOnlyList<string> Configuration, int? ExitCode)
{
    private const string PassThrough = "--Platform:";

    public static AppHostArguments Parse(string[] args)
    {
        var command = new AppHostCommand();
        // Tests and scripts may set keys directly: they are configuration already.
        var keys = args.Where(arg => arg.StartsWith(PassThrough, StringComparison.OrdinalIgnoreCase) && arg.Contains('=', StringComparison.Ordinal)).ToArray();
        var result = command.Root.Parse([.. args.Where(arg => !keys.Contains(arg))], new ParserConfiguration { ResponseFileTokenReplacer = null });
        if (result.Errors.Count > 0)
        {
            Console.Error.WriteLine($"{result.Errors[0].Message} See --help.");
            return new AppHostArguments([], ExitCodes.BadArguments);
        }

        if (result.Action is not null)
        {
            return new AppHostArguments([], result.Invoke());
        }

        return new AppHostArguments([.. command.ToConfiguration(result, Directory.GetCurrentDirectory()), .. keys], null);
    }

    public DistributedApplicationOptions ToOptions() => new()
    {
        Args = [.. Configuration],
        DisableDashboard = Configuration.Contains($"{PassThrough}Dashboard=false", StringComparer.OrdinalIgnoreCase),
        DashboardApplicationName = "Real-Time Analytics Platform",
        AllowUnsecuredTransport = true,
    };
}
