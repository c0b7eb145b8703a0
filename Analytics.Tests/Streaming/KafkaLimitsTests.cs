using System.Globalization;
using System.Text;
using Analytics.Benchmarks.Jvm;
using Analytics.Broker;
using Analytics.Contracts.Commits;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Publishing;
using Analytics.Streaming.Source;
using Analytics.Streaming.Telemetry;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>Records of many megabytes, and more ids than may be remembered, on the whole path from a broker.</summary>
public sealed class KafkaLimitsTests
{
    private const string Topic = "events";
    private const int TenMegabytes = 10 * 1000 * 1000;
    private const int BeyondTheLimit = 17 << 20;
    private const int Events = 40_000;

    [Fact]
    [Trait("Category", "Integration")]
    public async Task LargeRecords_FromTheEmbeddedBroker_HaveADefinedOutcome()
    {
        using var harness = new IngestHarness();
        await using var broker = await EmbeddedBroker.StartAsync(Path.Combine(harness.Root, "broker"), port: 0);
        await LargeRecordsAsync(harness, broker.BootstrapServers);
    }

    [Fact]
    [Trait("Category", "Kafka")]
    public async Task LargeRecords_FromApacheKafka_HaveADefinedOutcome()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var harness = new IngestHarness();
        await using var kafka = await KafkaProcess.StartAsync(Path.Combine(harness.Root, "kafka"), TestContext.Current.CancellationToken);
        await LargeRecordsAsync(harness, kafka.BootstrapServers);
    }

    /// <summary>
    /// The second partition holds the watermark back with old events before it repeats those of the first. Both are read in whatever order Kafka gives them:
    /// only an index that knows all ids of the first partition tells the repeats.
    /// </summary>
    [Fact]
    [Trait("Category", "Kafka")]
    public async Task MoreIdsThanMayBeRemembered_FromApacheKafka_SlowsDownAndStaysExact()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        using var harness = new IngestHarness { BatchRecords = 4_000, DedupBytes = 600_000 };
        await using var kafka = await KafkaProcess.StartAsync(Path.Combine(harness.Root, "kafka"), TestContext.Current.CancellationToken);
        var clients = harness.Kafka(kafka.BootstrapServers);
        await CreateAsync(kafka.BootstrapServers, Topic, partitions: 2);
        using (var producer = clients.Producer(new ProducerConfig { EnableIdempotence = true, LingerMs = 20, QueueBufferingMaxMessages = 4 * Events }).Build())
        {
            for (var i = 0; i < Events; i++)
            {
                Send(0, i, seconds: i);
                Send(1, Events + i, seconds: i - Events);
            }

            for (var i = 0; i < Events; i++)
            {
                Send(1, i, seconds: i);
            }

            void Send(int partition, int number, int seconds) =>
                producer.Produce(new TopicPartition(Topic, partition), new Message<byte[], byte[]> { Value = Event(number, "a", seconds) });

            producer.Flush(TestContext.Current.CancellationToken);
        }

        var limited = 0;
        long largest = 0;
        await RunAsync(harness, clients, name =>
        {
            limited += name == Fault.BeforeWrite && harness.Status.Progress.IsDedupLimited ? 1 : 0;
            largest = Math.Max(largest, harness.Status.Progress.DedupBytes);
        });

        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: 3 * Events, Accepted: 2 * Events, Duplicate: Events, Late: 0, DeadLettered: 0));
        limited.ShouldBeGreaterThan(0);
        largest.ShouldBeLessThan(Events * 34L, "what all ids of the first partition take");
    }

    private static async Task LargeRecordsAsync(IngestHarness harness, string bootstrapServers)
    {
        var clients = harness.Kafka(bootstrapServers);
        await CreateAsync(bootstrapServers, "small", partitions: 1);
        await CreateAsync(bootstrapServers, Topic, partitions: 1, ("max.message.bytes", "33554432"));
        using (var producer = clients.Producer(new ProducerConfig { EnableIdempotence = true, MessageMaxBytes = 64 << 20 }).Build())
        {
            // A topic that does not allow it: the producer is told, and nothing is in the log.
            (await Should.ThrowAsync<ProduceException<byte[], byte[]>>(() => SendAsync("small", Event(0, new string('x', TenMegabytes), 0)))).Error.Code.ShouldBe(ErrorCode.MsgSizeTooLarge);
            await SendAsync(Topic, Event(1, "a", 1));
            await SendAsync(Topic, Event(2, new string('x', TenMegabytes), 2));
            await SendAsync(Topic, Event(3, new string('y', BeyondTheLimit), 3));
            await SendAsync(Topic, Event(4, "a", 4));

            Task SendAsync(string topic, byte[] value) => producer.ProduceAsync(new TopicPartition(topic, 0), new Message<byte[], byte[]> { Value = value });
        }

        await RunAsync(harness, clients);

        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: 4, Accepted: 3, Duplicate: 0, Late: 0, DeadLettered: 1));
        harness.Accepted().Order().ShouldBe(["0/0", "0/1", "0/3"]);
        harness.Side().ShouldBe(["oversized 0/2"]);
        var snapshot = harness.Events.Load()!;
        IngestHarness.Query($"SELECT max(length(kind)) FROM {LakeSql.Scan(harness.Events.Directory, snapshot.Files, snapshot.Schema)}").ShouldBe([TenMegabytes.ToString(CultureInfo.InvariantCulture)]);

        // Too large for the topic of dead letters, which nobody has configured: it stays in the lake, whole, and publication goes on.
        await KafkaIngestTests.PublishAsync(harness, clients, new SideTable(BatchCommitter.DeadLetters, "events.dlq"), commit => commit.DeadLetterFiles, TestContext.Current.CancellationToken);
        new DeltaTable(harness.Settings.Lake.Ops(BatchCommitter.DeadLetters)).Load()!.RowCount.ShouldBe(1);
    }

    private static Task<int> RunAsync(IngestHarness harness, KafkaClients clients, Action<string>? reached = null) => harness.RunToEndAsync(
        () => new KafkaRecordSource(Topic, ConsumerSettings.For("test", clients.Settings, partitions: 2)), () => new PlainContracts(harness.Settings), reached);

    private static async Task CreateAsync(string bootstrapServers, string topic, int partitions, params (string Key, string Value)[] configs)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = partitions, ReplicationFactor = 1, Configs = configs.ToDictionary(config => config.Key, config => config.Value) }]);
    }

    private static byte[] Event(int number, string kind, int seconds) => Encoding.UTF8.GetBytes(string.Create(
        CultureInfo.InvariantCulture, $$"""{"id":"e{{number}}","at":"{{GeneratedEvent.Iso(GeneratedEvent.Epoch + (seconds * 1_000_000L))}}","kind":"{{kind}}"}"""));
}
