using System.Diagnostics;
using System.Net;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Analytics.Broker;
using Analytics.Broker.Server.Security;
using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Server;

/// <summary>Log-in and TLS as librdkafka does them.</summary>
public sealed class SecurityTests : IDisposable
{
    private const string Password = "s3cret, with a comma=";

    private readonly BrokerFolder _folder = new();
    private readonly LogLines _lines = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [Trait("Category", "Integration")]
    [InlineData(SaslMechanism.Plain)]
    [InlineData(SaslMechanism.ScramSha256)]
    [InlineData(SaslMechanism.ScramSha512)]
    public async Task LogIn_WithTheRightPasswordOnly(SaslMechanism mechanism)
    {
        await using var broker = TestBroker.Start(options => options with { Security = new BrokerSecurity { UsersFile = Users() } }, _lines);
        var client = new ProducerConfig { BootstrapServers = broker.BootstrapServers, SecurityProtocol = SecurityProtocol.SaslPlaintext, SaslMechanism = mechanism, SaslUsername = "app", SaslPassword = Password };

        await ProduceAsync(client);

        foreach (var (user, password) in new[] { ("app", "wrong"), ("nobody", Password) })
        {
            var refused = new TaskCompletionSource<Error>(TaskCreationOptions.RunContinuationsAsynchronously);
            using var producer = new ProducerBuilder<Null, string>(new ProducerConfig(client) { SaslUsername = user, SaslPassword = password })
                .SetErrorHandler((_, error) => refused.TrySetResult(error))
                .SetLogHandler(static (_, _) => { })
                .Build();
            (await refused.Task.WaitAsync(TimeSpan.FromSeconds(60), TestContext.Current.CancellationToken)).Code.ShouldBe(ErrorCode.Local_Authentication);
        }

        _lines.All.ShouldContain(line => line.Contains("could not log in as 'nobody'", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("Category", "Integration")]
    public async Task NoApiOfData_IsAnsweredBeforeTheLogIn()
    {
        await using var broker = TestBroker.Start(options => options with { Security = new BrokerSecurity { UsersFile = Users() } }, _lines);
        foreach (var api in broker.Running.Offered.Where(api => api.Key is not (Analytics.Broker.Protocol.ApiKey.ApiVersions or Analytics.Broker.Protocol.ApiKey.SaslHandshake or Analytics.Broker.Protocol.ApiKey.SaslAuthenticate)))
        {
            using var client = await RawClient.ConnectAsync(broker.Running.Port);
            await client.SendAsync($"{(short)api.Key:X4} {api.Max:X4} 00000001 FFFF");
            (await client.IsClosedAsync()).ShouldBeTrue($"{api.Key} was answered");
        }

        using var chatty = await RawClient.ConnectAsync(broker.Running.Port);
        await chatty.SendBytesAsync("00100000");
        (await chatty.IsClosedAsync()).ShouldBeTrue("a megabyte before the log-in");
    }

    [Fact]
    [Trait("Category", "Integration")]
    public async Task Tls_WithAndWithoutLogIn()
    {
        var (certificate, key) = Certificate();
        var security = new BrokerSecurity { CertificateFile = certificate, CertificateKeyFile = key };
        await using (var broker = TestBroker.Start(options => options with { Security = security }, _lines))
        {
            await ProduceAsync(new ProducerConfig { BootstrapServers = broker.BootstrapServers, SecurityProtocol = SecurityProtocol.Ssl, SslCaLocation = certificate });
            using var plain = await RawClient.ConnectAsync(broker.Running.Port);
            await plain.SendAsync("0012 0000 00000001 FFFF");
            (await plain.IsClosedAsync()).ShouldBeTrue();
        }

        await using var both = TestBroker.Start(options => options with { Security = security with { UsersFile = Users() } }, _lines);
        await ProduceAsync(new ProducerConfig
        {
            BootstrapServers = both.BootstrapServers,
            SecurityProtocol = SecurityProtocol.SaslSsl,
            SslCaLocation = certificate,
            SaslMechanism = SaslMechanism.ScramSha512,
            SaslUsername = "app",
            SaslPassword = Password,
        });
    }

    [Fact]
    public void FilesThatCannotBeUsed_AreNamed()
    {
        var users = Path.Combine(_folder.Path, "bad");
        File.WriteAllText(users, "app:x\nno colon\n");
        Should.Throw<BrokerStartException>(() => TestBroker.Start(options => options with { Security = new BrokerSecurity { UsersFile = users } }))
            .Message.ShouldContain($"{users}, line 2");
        Should.Throw<BrokerStartException>(() => TestBroker.Start(options => options with { Security = new BrokerSecurity { CertificateFile = users } }))
            .Message.ShouldContain(users);
    }

    private static async Task ProduceAsync(ProducerConfig config)
    {
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig(config) { MessageTimeoutMs = 60_000 }).Build();
        (await producer.ProduceAsync("t", new Message<Null, string> { Value = "hello" })).Status.ShouldBe(PersistenceStatus.Persisted);
    }

    private string Users()
    {
        var path = Path.Combine(_folder.Path, "users");
        File.WriteAllText(path, $"# users of the tests\n\nother:x\napp:{Password}\n");
        return path;
    }

    /// <summary>Kafka's own producer, of its distribution.</summary>
    [Fact]
    [Trait("Category", "Kafka")]
    public async Task JavaClient_LogsInOverTls()
    {
        Assert.SkipWhen(Environment.GetEnvironmentVariable("KAFKA_HOME") is not { Length: > 0 }, "needs java and KAFKA_HOME");
        var (certificate, key) = Certificate();
        await using var broker = TestBroker.Start(
            options => options with { Security = new BrokerSecurity { CertificateFile = certificate, CertificateKeyFile = key, UsersFile = Users() } }, _lines);
        foreach (var (mechanism, module) in ((string, string)[])[("PLAIN", "plain.PlainLoginModule"), ("SCRAM-SHA-256", "scram.ScramLoginModule"), ("SCRAM-SHA-512", "scram.ScramLoginModule")])
        {
            var settings = Path.Combine(_folder.Path, "client.properties");
            await File.WriteAllLinesAsync(settings,
            [
                "security.protocol=SASL_SSL", $"sasl.mechanism={mechanism}", "ssl.truststore.type=PEM", $"ssl.truststore.location={certificate}", "max.block.ms=30000",
                $"sasl.jaas.config=org.apache.kafka.common.security.{module} required username=\"app\" password=\"{Password}\";",
            ], TestContext.Current.CancellationToken);
            var start = new ProcessStartInfo("java",
            [
                "-Xmx256m", "-cp", Path.Combine(Environment.GetEnvironmentVariable("KAFKA_HOME")!, "libs", "*"), "org.apache.kafka.tools.ProducerPerformance",
                "--topic", "t", "--num-records", "100", "--record-size", "100", "--throughput", "-1", "--bootstrap-server", broker.BootstrapServers, "--command-config", settings,
            ]) { RedirectStandardOutput = true, RedirectStandardError = true };
            using var java = Process.Start(start)!;
            var errors = java.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
            var output = await java.StandardOutput.ReadToEndAsync(TestContext.Current.CancellationToken) + await errors;
            await java.WaitForExitAsync(TestContext.Current.CancellationToken);
            output.ShouldContain("100 records sent", customMessage: mechanism);
        }

        broker.Running.Topics.TryGet("t", out var topic).ShouldBeTrue();
        topic!.Partitions.Sum(partition => partition.EndOffset).ShouldBe(300);
    }

    private (string Certificate, string Key) Certificate()
    {
        using var key = RSA.Create(2048);
        var request = new CertificateRequest("CN=localhost", key, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("localhost");
        names.AddIpAddress(IPAddress.Loopback);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509BasicConstraintsExtension(certificateAuthority: true, hasPathLengthConstraint: false, 0, critical: true));
        using var certificate = request.CreateSelfSigned(TimeProvider.System.GetUtcNow().AddDays(-1), TimeProvider.System.GetUtcNow().AddDays(1));
        var (certificatePath, keyPath) = (Path.Combine(_folder.Path, "server.pem"), Path.Combine(_folder.Path, "server.key"));
        File.WriteAllText(certificatePath, certificate.ExportCertificatePem());
        File.WriteAllText(keyPath, key.ExportPkcs8PrivateKeyPem());
        return (certificatePath, keyPath);
    }
}
