using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Node;

/// <summary>Runs the scripts of this folder, which drive Kafka's and the registry's clients for Node.js. <c>test.sh</c> installs their packages.</summary>
internal static class NodeScript
{
    public static readonly string Folder = Find(AppContext.BaseDirectory);

    private static readonly string? Node = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, OperatingSystem.IsWindows() ? "node.exe" : "node"))
        .FirstOrDefault(File.Exists);

    /// <summary>Runs a script to its end; skips the test where Node.js or a package is missing.</summary>
    /// <param name="script">The script's name, such as <c>registry.js</c>.</param>
    /// <param name="package">A package that it needs, or a file of one.</param>
    /// <param name="arguments">What it is told.</param>
    /// <param name="cancellationToken">Ends the process.</param>
    /// <returns>What it printed.</returns>
    public static async Task<string> RunAsync(string script, string package, string[] arguments, CancellationToken cancellationToken)
    {
        Assert.SkipWhen(Node is null, "Node.js is not installed");
        Assert.SkipUnless(Path.Exists(Path.Combine(Folder, "node_modules", package)), $"{package} is not installed: npm ci in Analytics.Tests/Node, and for Kafka's own client build-kafka-client.sh");
        using var process = Process.Start(new ProcessStartInfo(Node!, [Path.Combine(Folder, script), .. arguments])
        {
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        })!;
        await using var kill = cancellationToken.Register(() => process.Kill(entireProcessTree: true));
        var (output, errors) = (process.StandardOutput.ReadToEndAsync(cancellationToken), process.StandardError.ReadToEndAsync(cancellationToken));
        await process.WaitForExitAsync(cancellationToken);
        process.ExitCode.ShouldBe(0, await errors);
        return await output;
    }

    /// <summary>The sources' folder: packages are installed there once, not into every build's output.</summary>
    private static string Find(string start)
    {
        for (var folder = new DirectoryInfo(start); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "Analytics.sln")))
            {
                return Path.Combine(folder.FullName, "Analytics.Tests", "Node");
            }
        }

        throw new DirectoryNotFoundException($"No Analytics.sln above {start}");
    }
}
