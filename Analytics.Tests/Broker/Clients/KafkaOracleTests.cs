using System.Diagnostics;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// Kafka's own generated message classes as the oracle: <c>ProtocolProbe.java</c> sends every version that ApiVersions offers of every API, and parses
/// each answer to its last byte.
/// </summary>
[Trait("Category", "Kafka")]
public sealed class KafkaOracleTests
{
    private static readonly string? Libraries = Environment.GetEnvironmentVariable("KAFKA_HOME") is { Length: > 0 } home ? Path.Combine(home, "libs", "*") : null;

    [Fact]
    public async Task EveryOfferedVersion_OfEveryApi_IsWhatKafkaUnderstands()
    {
        Assert.SkipWhen(Libraries is null, "needs java and KAFKA_HOME");
        await using var broker = TestBroker.Start();

        var output = await RunAsync(Path.Combine(AppContext.BaseDirectory, "Broker", "Clients", "ProtocolProbe.java"), $"{broker.Running.Port}");

        output.ShouldContain("162 requests, 0 bad");
        output.ShouldContain("Fetch v12 ");
    }

    private static async Task<string> RunAsync(params string[] arguments)
    {
        var start = new ProcessStartInfo("java", ["-Xmx256m", "-cp", Libraries!, .. arguments]) { RedirectStandardOutput = true, RedirectStandardError = true };
        using var process = Process.Start(start)!;
        try
        {
            var error = process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await process.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken);
            await process.WaitForExitAsync(TestContext.Current.CancellationToken);
            process.ExitCode.ShouldBe(0, output + await error);
            return output;
        }
        finally
        {
            process.Kill(entireProcessTree: true);
        }
    }
}
