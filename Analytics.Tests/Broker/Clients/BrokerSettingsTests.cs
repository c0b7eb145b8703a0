using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using Analytics.Broker;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>Settings of section <c>Broker</c>, given to the program as variables of the environment, as clients meet them.</summary>
[Trait("Category", "Integration")]
public sealed class BrokerSettingsTests : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly BrokerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>127.0.0.2 is of this machine too, but not what a client of localhost talks to: it is there only because it was advertised.</summary>
    [Fact]
    public async Task Clients_AreSentToTheAdvertisedHost()
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a second address of loopback");
        await using var broker = await BrokerProcess.StartAsync(_folder.Path, new Dictionary<string, string> { ["Broker__Host"] = "*", ["Broker__AdvertisedHost"] = "127.0.0.2" });
        using var producer = Producer($"localhost:{broker.Port}");
        using var admin = Admin($"localhost:{broker.Port}");

        (await producer.ProduceAsync("t", new Message<Null, string> { Value = "x" })).Status.ShouldBe(PersistenceStatus.Persisted);
        var told = admin.GetMetadata(Patience).Brokers.ShouldHaveSingleItem();
        $"{told.Host}:{told.Port}".ShouldBe($"127.0.0.2:{broker.Port}");
        (await admin.DescribeClusterAsync()).Nodes.ShouldHaveSingleItem().Host.ShouldBe("127.0.0.2");
    }

    [Fact]
    public async Task AdvertisedPort_IsTold_InsteadOfItsOwn()
    {
        await using var broker = TestBroker.Start(options => options with { AdvertisedHost = "events.example.org", AdvertisedPort = 19_092 });
        using var admin = Admin($"localhost:{broker.Options.Port}");

        var told = admin.GetMetadata(Patience).Brokers.ShouldHaveSingleItem();

        $"{told.Host}:{told.Port}".ShouldBe("events.example.org:19092");
    }

    /// <summary>Without a setting nobody reaches it from outside; with one address, by this one only.</summary>
    [Theory]
    [InlineData("localhost", "127.0.0.1", "127.0.0.2")]
    [InlineData("127.0.0.2", "127.0.0.2", "127.0.0.1")]
    public async Task Host_IsWhatIsListenedOn(string host, string reached, string refused)
    {
        Assert.SkipUnless(OperatingSystem.IsLinux(), "needs a second address of loopback");
        await using var broker = TestBroker.Start(options => options with { Host = host });
        using var client = new TcpClient();
        await client.ConnectAsync(IPAddress.Parse(reached), broker.Options.Port, TestContext.Current.CancellationToken);

        using var other = new TcpClient();
        await Should.ThrowAsync<SocketException>(() => other.ConnectAsync(IPAddress.Parse(refused), broker.Options.Port));
    }

    [Fact]
    public async Task TopicDefaults_HoldWhereATopicSaysNothing_AndAreShown()
    {
        await using var broker = await BrokerProcess.StartAsync(_folder.Path, new Dictionary<string, string> { ["Broker__TopicDefaults__max_message_bytes"] = "1000" });
        using var admin = Admin($"localhost:{broker.Port}");
        await admin.CreateTopicsAsync(
        [
            new TopicSpecification { Name = "default", NumPartitions = 1, ReplicationFactor = 1 },
            new TopicSpecification { Name = "own", NumPartitions = 1, ReplicationFactor = 1, Configs = new() { ["max.message.bytes"] = "5000" } },
        ]);
        using var producer = Producer($"localhost:{broker.Port}");
        Message<Null, string> message = new() { Value = new string('x', 2_000) };

        (await Should.ThrowAsync<ProduceException<Null, string>>(() => producer.ProduceAsync("default", message))).Error.Code.ShouldBe(ErrorCode.MsgSizeTooLarge);
        (await producer.ProduceAsync("own", message)).Offset.Value.ShouldBe(0);

        var configs = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = "default" }, new ConfigResource { Type = ResourceType.Topic, Name = "own" }, new ConfigResource { Type = ResourceType.Broker, Name = "1" }]);
        configs[0].Entries["max.message.bytes"].Value.ShouldBe("1000");
        configs[0].Entries["max.message.bytes"].Source.ShouldBe(ConfigSource.StaticBrokerConfig);
        configs[1].Entries["max.message.bytes"].Value.ShouldBe("5000");
        configs[2].Entries["message.max.bytes"].Value.ShouldBe("1000");

        await broker.RestartAsync();
        (await Should.ThrowAsync<ProduceException<Null, string>>(() => producer.ProduceAsync("default", message))).Error.Code.ShouldBe(ErrorCode.MsgSizeTooLarge);
    }

    [Fact]
    public async Task TopicDefault_ThatIsNone_StopsTheStart_AndIsNamed()
    {
        var start = new ProcessStartInfo("dotnet", ["exec", typeof(EmbeddedBroker).Assembly.Location, "--port", "0", "--data", _folder.Path]) { RedirectStandardError = true };
        start.Environment["Broker__TopicDefaults__retention_ms"] = "soon";
        using var process = Process.Start(start)!;

        var error = await process.StandardError.ReadToEndAsync(TestContext.Current.CancellationToken);
        await process.WaitForExitAsync(TestContext.Current.CancellationToken);

        process.ExitCode.ShouldBe(2);
        error.ShouldContain("Broker:TopicDefaults: retention.ms must be a number, not 'soon'");
    }

    private static IProducer<Null, string> Producer(string servers) => new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = servers, ReconnectBackoffMs = 20, ReconnectBackoffMaxMs = 200 }).Build();

    private static IAdminClient Admin(string servers) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).SetLogHandler((_, _) => { }).Build();
}
