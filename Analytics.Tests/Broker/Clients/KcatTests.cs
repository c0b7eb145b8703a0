using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

[Trait("Category", "Integration")]
public sealed class KcatTests
{
    private static readonly string? Kcat = (Environment.GetEnvironmentVariable("PATH") ?? "").Split(Path.PathSeparator)
        .Select(folder => Path.Combine(folder, "kcat"))
        .FirstOrDefault(File.Exists);

    [Fact]
    public async Task ProduceAndConsume_WithKcat_GivesTheSameLines()
    {
        Assert.SkipWhen(Kcat is null, "kcat is not installed");
        await using var broker = TestBroker.Start();
        var lines = Enumerable.Range(0, 1_000).Select(i => $"line {i}").ToArray();

        await RunAsync(string.Join('\n', lines) + "\n", "-P", "-b", broker.BootstrapServers, "-t", "t", "-z", "snappy");
        var consumed = await RunAsync("", "-C", "-b", broker.BootstrapServers, "-t", "t", "-o", "beginning", "-e", "-q");
        var listed = await RunAsync("", "-L", "-b", broker.BootstrapServers);

        consumed.Split('\n', StringSplitOptions.RemoveEmptyEntries).ShouldBe(lines, ignoreOrder: true);
        listed.ShouldContain("topic \"t\" with 2 partitions");
    }

    private static async Task<string> RunAsync(string input, params string[] arguments)
    {
        using var process = Process.Start(new ProcessStartInfo(Kcat!, arguments) { RedirectStandardInput = true, RedirectStandardOutput = true })!;
        await process.StandardInput.WriteAsync(input);
        process.StandardInput.Close();
        var output = await process.StandardOutput.ReadToEndAsync();
        await process.WaitForExitAsync();
        process.ExitCode.ShouldBe(0);
        return output;
    }
}
