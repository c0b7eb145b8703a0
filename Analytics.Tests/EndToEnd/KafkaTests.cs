using System.Text.Json;
using Analytics.Benchmarks.Jvm;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

/// <summary>The whole platform on Apache Kafka: started by the AppHost, elsewhere, with security, and killed.</summary>
[Trait("Category", "Kafka")]
public sealed class KafkaTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromMinutes(5);
    private static readonly string Sample = Path.Combine(AppHostProcess.Repository, "pipelines", "flights", "sample-20000.parquet");

    [Fact]
    public async Task Native_RunsToTheEnd_AndASecondStartFindsItsData()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var folder = new TemporaryFolder();

        foreach (var report in (string[])["first.json", "second.json"])
        {
            var (exitCode, output, error) = await AppHostProcess.RunAsync(
                folder.Path, Timeout, AppHostProcess.WithRandomPorts("--kafka", "native", "--pipeline", "flights", "--input", Sample, "--data", "data", "--until-done", "--report", report));
            exitCode.ShouldBe(0, $"{output}{error}");
            VerifyLedger(folder.At(report));
        }

        File.Exists(folder.At("data/kafka/segments/meta.properties")).ShouldBeTrue();
        (await File.ReadAllTextAsync(folder.At("second.json"), TestContext.Current.CancellationToken))
            .ShouldBe(await File.ReadAllTextAsync(folder.At("first.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cluster_KilledAndStartedAgain_LosesNothing()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var folder = new TemporaryFolder();
        await using var kafka = await KafkaProcess.StartAsync(folder.At("kafka"), TestContext.Current.CancellationToken);
        var run = AppHostProcess.RunAsync(
            folder.Path,
            Timeout,
            AppHostProcess.WithRandomPorts("--kafka", kafka.BootstrapServers, "--pipeline", "flights", "--input", Sample, "--rate", "1000", "--data", "data", "--until-done", "--report", "report.json"));
        while (!run.IsCompleted && !Directory.EnumerateFiles(folder.Path, "*.parquet", SearchOption.AllDirectories).Any())
        {
            await Task.Delay(100, TestContext.Current.CancellationToken);
        }

        run.IsCompleted.ShouldBeFalse();
        await kafka.KillAndRestartAsync(TestContext.Current.CancellationToken);

        var (exitCode, output, error) = await run;
        exitCode.ShouldBe(0, $"{output}{error}");
        VerifyLedger(folder.At("report.json"));
    }

    [Fact]
    public async Task ClusterWithPasswords_IsReachedByEveryService_AndNobodyTellsThem()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var folder = new TemporaryFolder();
        await RunAsync(folder, SecureListener.Passwords, SecureListener.Password);
    }

    [Fact]
    public async Task ClusterWithTls_IsReachedByEveryService()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var folder = new TemporaryFolder();
        await RunAsync(folder, SecureListener.Tls(folder.Path), secret: null);
    }

    private static async Task RunAsync(TemporaryFolder folder, KafkaListener listener, string? secret)
    {
        await using var kafka = await KafkaProcess.StartAsync(folder.At("kafka"), listener, TestContext.Current.CancellationToken);
        var (exitCode, output, error) = await AppHostProcess.RunAsync(
            folder.Path,
            Timeout,
            listener.Client.Select(setting => KeyValuePair.Create($"Kafka__{setting.Key}", setting.Value)),
            AppHostProcess.WithRandomPorts("--kafka", kafka.BootstrapServers, "--pipeline", "flights", "--input", Sample, "--data", "data", "--until-done", "--report", "report.json"));

        exitCode.ShouldBe(0, $"{output}{error}");
        VerifyLedger(folder.At("report.json"));
        if (secret is not null)
        {
            $"{output}{error}".ShouldNotContain(secret);
        }
    }

    private static void VerifyLedger(string report)
    {
        using var ledger = JsonDocument.Parse(File.ReadAllBytes(report));
        ledger.RootElement.GetProperty("balanced").GetBoolean().ShouldBeTrue();
        ledger.RootElement.GetProperty("consumed").GetInt64().ShouldBe(20_000);
        ledger.RootElement.GetProperty("gold").GetInt64().ShouldBe(ledger.RootElement.GetProperty("accepted").GetInt64());
    }
}
