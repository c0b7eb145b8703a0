using System.Runtime.InteropServices;
using System.Text.Json;
using System.Text.RegularExpressions;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>A second start on the same data goes on where the first stopped: nothing lost, nothing doubled.</summary>
[Trait("Category", "Integration")]
public sealed partial class RestartTests
{
    private const int Terminate = 15;
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(4);

    [Fact]
    public async Task SimulatedTraffic_GoesOnAfterAStop()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "Stops the AppHost with SIGTERM.");
        using var folder = new TemporaryFolder();

        var first = await RunForAWhileAsync(folder);
        var second = await RunForAWhileAsync(folder);
        var (exitCode, output, error) = await AppHostProcess.RunAsync(
            folder.Path, Timeout, AppHostProcess.WithRandomPorts("--data", "data", "--no-producer", "--until-done", "--report", "report.json"));

        exitCode.ShouldBe(0, $"{output}{error}");
        using var ledger = JsonDocument.Parse(await File.ReadAllBytesAsync(folder.At("report.json"), TestContext.Current.CancellationToken));
        ledger.RootElement.GetProperty("balanced").GetBoolean().ShouldBeTrue();
        ledger.RootElement.GetProperty("consumed").GetInt64().ShouldBe(first + second);
        ledger.RootElement.GetProperty("gold").GetInt64().ShouldBe(ledger.RootElement.GetProperty("accepted").GetInt64());
        ShippedSuites.ShouldHold(folder.At("data"), "saas");
    }

    [Fact]
    public async Task TheSameFileAgain_SendsNothing_AndEndsWithTheSameLedger()
    {
        using var folder = new TemporaryFolder();
        var sample = Path.Combine(AppHostProcess.Repository, "pipelines", "flights", "sample-20000.parquet");
        foreach (var report in (string[])["first.json", "second.json"])
        {
            var (exitCode, output, error) = await AppHostProcess.RunAsync(
                folder.Path, Timeout, AppHostProcess.WithRandomPorts("--pipeline", "flights", "--input", sample, "--data", "data", "--until-done", "--report", report));
            exitCode.ShouldBe(0, $"{output}{error}");
        }

        (await File.ReadAllTextAsync(folder.At("second.json"), TestContext.Current.CancellationToken))
            .ShouldBe(await File.ReadAllTextAsync(folder.At("first.json"), TestContext.Current.CancellationToken));
        Acknowledged(folder, "flights").ShouldBe(0);
    }

    /// <summary>Until gold grows, then a stop as Ctrl-C makes it.</summary>
    /// <returns>What the broker acknowledged in this run.</returns>
    private static async Task<long> RunForAWhileAsync(TemporaryFolder folder)
    {
        using var deadline = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        deadline.CancelAfter(Timeout);
        using var process = AppHostProcess.Start(folder.Path, AppHostProcess.WithRandomPorts("--data", "data", "--rate", "100"));
        try
        {
            var errors = process.StandardError.ReadToEndAsync(deadline.Token);
            var gold = new HashSet<string>();
            while (gold.Count < 3)
            {
                var line = await process.StandardOutput.ReadLineAsync(deadline.Token);
                line.ShouldNotBeNull();
                if (Gold().Match(line) is { Success: true } match)
                {
                    gold.Add(match.Value);
                }
            }

            Kill(process.Id, Terminate).ShouldBe(0);
            await process.StandardOutput.ReadToEndAsync(deadline.Token);
            await process.WaitForExitAsync(deadline.Token);
            process.ExitCode.ShouldBe(0, await errors);
        }
        finally
        {
            if (!process.HasExited)
            {
                process.Kill(entireProcessTree: true);
            }
        }

        return Acknowledged(folder, "saas");
    }

    private static long Acknowledged(TemporaryFolder folder, string pipeline)
    {
        using var sent = JsonDocument.Parse(File.ReadAllBytes(folder.At($"data/producer/{pipeline}.sent.json")));
        return sent.RootElement.GetProperty("acknowledged").GetInt64();
    }

    [GeneratedRegex(@"gold [1-9][\d,]*")]
    private static partial Regex Gold();

    [LibraryImport("libc", EntryPoint = "kill")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    private static partial int Kill(int process, int signal);
}
