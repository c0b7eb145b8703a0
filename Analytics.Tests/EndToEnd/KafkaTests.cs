using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
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
            VerifyLedger(folder.File(report));
        }

        File.Exists(folder.File("data/kafka/segments/meta.properties")).ShouldBeTrue();
        (await File.ReadAllTextAsync(folder.File("second.json"), TestContext.Current.CancellationToken))
            .ShouldBe(await File.ReadAllTextAsync(folder.File("first.json"), TestContext.Current.CancellationToken));
    }

    [Fact]
    public async Task Cluster_KilledAndStartedAgain_LosesNothing()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var folder = new TemporaryFolder();
        await using var kafka = await KafkaProcess.StartAsync(folder.File("kafka"), TestContext.Current.CancellationToken);
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
        VerifyLedger(folder.File("report.json"));
    }

    [Fact]
    public async Task ClusterWithPasswords_IsReachedByEveryService_AndNobodyTellsThem()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var folder = new TemporaryFolder();
        const string Password = "p\\\"ä-secret";
        var listener = new KafkaListener(
            "SASL_PLAINTEXT",
            [
                "sasl.enabled.mechanisms=PLAIN", "sasl.mechanism.inter.broker.protocol=PLAIN",
                "listener.name.sasl_plaintext.plain.sasl.jaas.config=org.apache.kafka.common.security.plain.PlainLoginModule required username=\"app\" password=\"p\\\\\\\\\\\\\"\\u00e4-secret\" user_app=\"p\\\\\\\\\\\\\"\\u00e4-secret\";",
            ],
            new Dictionary<string, string> { ["security.protocol"] = "SASL_PLAINTEXT", ["sasl.mechanism"] = "PLAIN", ["sasl.username"] = "app", ["sasl.password"] = Password });

        await RunAsync(folder, listener, Password);
    }

    [Fact]
    public async Task ClusterWithTls_IsReachedByEveryService()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var folder = new TemporaryFolder();
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UnixEpoch.AddYears(50), DateTimeOffset.UnixEpoch.AddYears(130));
        await File.WriteAllTextAsync(folder.File("server.pem"), $"{key.ExportPkcs8PrivateKeyPem()}\n{certificate.ExportCertificatePem()}\n", TestContext.Current.CancellationToken);
        await File.WriteAllTextAsync(folder.File("ca.pem"), certificate.ExportCertificatePem(), TestContext.Current.CancellationToken);
        var listener = new KafkaListener(
            "SSL",
            ["ssl.keystore.type=PEM", $"ssl.keystore.location={folder.File("server.pem")}", "ssl.truststore.type=PEM", $"ssl.truststore.location={folder.File("ca.pem")}"],
            new Dictionary<string, string> { ["security.protocol"] = "SSL", ["ssl.ca.location"] = folder.File("ca.pem") });

        await RunAsync(folder, listener, secret: null);
    }

    private static async Task RunAsync(TemporaryFolder folder, KafkaListener listener, string? secret)
    {
        await using var kafka = await KafkaProcess.StartAsync(folder.File("kafka"), listener, TestContext.Current.CancellationToken);
        var (exitCode, output, error) = await AppHostProcess.RunAsync(
            folder.Path,
            Timeout,
            listener.Client.Select(setting => KeyValuePair.Create($"Kafka__{setting.Key}", setting.Value)),
            AppHostProcess.WithRandomPorts("--kafka", kafka.BootstrapServers, "--pipeline", "flights", "--input", Sample, "--data", "data", "--until-done", "--report", "report.json"));

        exitCode.ShouldBe(0, $"{output}{error}");
        VerifyLedger(folder.File("report.json"));
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
