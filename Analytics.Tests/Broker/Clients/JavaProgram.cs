using System.Diagnostics;
using Analytics.Benchmarks.Jvm;
using Shouldly;

namespace Analytics.Tests.Broker.Clients;

/// <summary>A Java program of one file beside the tests, run from its source against real libraries.</summary>
internal static class JavaProgram
{
    /// <summary>Jars of a distribution's folder, for the class path; null where its variable is not set.</summary>
    public static string? Jars(string variable, string folder) => Environment.GetEnvironmentVariable(variable) is { Length: > 0 } home ? Path.Combine(home, folder, "*") : null;

    /// <summary>Whether the distribution's folder has such a file.</summary>
    public static bool Has(string variable, string folder, string pattern) =>
        Environment.GetEnvironmentVariable(variable) is { Length: > 0 } home && Directory.EnumerateFiles(Path.Combine(home, folder), pattern).Any();

    /// <summary>Runs the program until it ends, which it must with 0. What its libraries log is not among what it returns.</summary>
    public static Task<string> RunAsync(string jars, string file, string argument, CancellationToken cancellationToken) =>
        RunAsync(jars, file, argument, [$"-Dlog4j2.configurationFile={JavaCommand.File("log4j2.properties")}"], cancellationToken);

    /// <summary>The same with options of the virtual machine instead of a set-up of the libraries' log.</summary>
    public static async Task<string> RunAsync(string jars, string file, string argument, string[] options, CancellationToken cancellationToken)
    {
        var start = new ProcessStartInfo("java", [.. options, "-Xmx256m", "-cp", jars, Path.Combine(AppContext.BaseDirectory, "Broker", "Clients", file), argument])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(cancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(cancellationToken);
            await process.WaitForExitAsync(cancellationToken);
            process.ExitCode.ShouldBe(0, output + await error);
            return output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
