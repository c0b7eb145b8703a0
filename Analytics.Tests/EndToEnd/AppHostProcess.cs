using System.Diagnostics;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The AppHost as a user starts it: a process of its own, on random ports, without the dashboard.</summary>
internal static class AppHostProcess
{
    private static readonly string[] RandomPorts = ["--Platform:KafkaPort=0", "--Platform:RegistryPort=0", "--Platform:ApiPort=0"];

    /// <summary>artifacts/bin/Analytics.Tests/debug → artifacts/bin/Analytics.AppHost/debug.</summary>
    private static string Assembly { get; } = Path.Combine(
        AppContext.BaseDirectory, "..", "..", "Analytics.AppHost", Path.GetFileName(Path.TrimEndingDirectorySeparator(AppContext.BaseDirectory)), "Analytics.AppHost.dll");

    public static string Repository { get; } = FindRepository();

    public static Process Start(string workingDirectory, params string[] args) => Start(workingDirectory, [], args);

    private static Process Start(string workingDirectory, IEnumerable<KeyValuePair<string, string>> environment, string[] args)
    {
        var start = new ProcessStartInfo("dotnet") { WorkingDirectory = workingDirectory, RedirectStandardOutput = true, RedirectStandardError = true, UseShellExecute = false };
        foreach (var word in (string[])["exec", Path.GetFullPath(Assembly), .. args])
        {
            start.ArgumentList.Add(word);
        }

        foreach (var (name, value) in environment)
        {
            start.Environment[name] = value;
        }

        return Process.Start(start)!;
    }

    public static Task<(int ExitCode, string Output, string Error)> RunAsync(string workingDirectory, TimeSpan timeout, params string[] args) =>
        RunAsync(workingDirectory, timeout, [], args);

    public static async Task<(int ExitCode, string Output, string Error)> RunAsync(
        string workingDirectory, TimeSpan timeout, IEnumerable<KeyValuePair<string, string>> environment, string[] args)
    {
        using var process = Start(workingDirectory, environment, args);
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(timeout);
        var output = process.StandardOutput.ReadToEndAsync(deadline.Token);
        var error = process.StandardError.ReadToEndAsync(deadline.Token);
        try
        {
            await process.WaitForExitAsync(deadline.Token);
            return (process.ExitCode, await output, await error);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }
    }

    public static string[] WithRandomPorts(params string[] args) => [.. RandomPorts, "--no-dashboard", .. args];

    private static string FindRepository()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("The tests run outside the repository.");
        }

        return folder.FullName;
    }
}
