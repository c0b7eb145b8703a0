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

    [Fact]
    public async Task KeysHeadersAndNulls_AndOffsetsByTime_AreToldByKcat()
    {
        Assert.SkipWhen(Kcat is null, "kcat is not installed");
        await using var broker = TestBroker.Start();
        await RunAsync("k1:v1\nk2:\nk3:v3\n", "-P", "-b", broker.BootstrapServers, "-t", "t", "-p", "0", "-K", ":", "-Z", "-H", "h=1", "-z", "lz4");

        var consumed = await RunAsync("", "-C", "-b", broker.BootstrapServers, "-t", "t", "-p", "0", "-o", "beginning", "-e", "-q", "-f", "%o %k %s %S %h\n");
        var ends = await RunAsync("", "-Q", "-b", broker.BootstrapServers, "-t", "t:0:-1", "-t", "t:1:-1");
        var since = await RunAsync("", "-Q", "-b", broker.BootstrapServers, "-t", "t:0:1");

        consumed.ShouldBe("0 k1 v1 2 h=1\n1 k2  -1 h=1\n2 k3 v3 2 h=1\n");
        ends.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(["t [0] offset 3", "t [1] offset 0"]);
        since.ShouldBe("t [0] offset 0\n");
    }

    [Fact]
    public async Task Group_ReadsAll_AndCommits_WithKcat()
    {
        Assert.SkipWhen(Kcat is null, "kcat is not installed");
        await using var broker = TestBroker.Start();
        await RunAsync("a\nb\nc\n", "-P", "-b", broker.BootstrapServers, "-t", "t");
        string[] group = ["-G", "g", "-b", broker.BootstrapServers, "-X", "auto.offset.reset=earliest", "-q", "-e", "t"];

        var first = await RunAsync("", group);
        await RunAsync("d\n", "-P", "-b", broker.BootstrapServers, "-t", "t");
        var second = await RunAsync("", group);

        first.Split('\n', StringSplitOptions.RemoveEmptyEntries).Order().ShouldBe(["a", "b", "c"]);
        second.ShouldBe("d\n");
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
