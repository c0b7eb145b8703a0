using System.Text;
using Analytics.Broker;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Registry;
using Analytics.Contracts.Wire;
using Analytics.SchemaRegistry.Hosting;
using Analytics.ServiceDefaults.Faults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Publishing;
using Analytics.Streaming.Source;
using Analytics.Streaming.Telemetry;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>The path from a Kafka topic through the registry's schemas to the lake and the side topics, on the embedded services.</summary>
[Trait("Category", "Integration")]
public sealed class KafkaIngestTests
{
    private const int Valid = 300;

    [Fact]
    public async Task Ingest_FromKafka_AccountsForEveryRecordAndPublishesTheRest()
    {
        var cancellation = TestContext.Current.CancellationToken;
        using var harness = new IngestHarness(_ => PipelineLoader.Load(PipelineLocator.Find("saas", AppContext.BaseDirectory)));
        await using var broker = await EmbeddedBroker.StartAsync(Path.Combine(harness.Root, "broker"), port: 0);
        await using var registry = await RegistryHost.BuildAsync(new RegistryOptions("http://127.0.0.1:0", harness.Root));
        await registry.StartAsync(cancellation);
        using var http = new HttpClient { BaseAddress = new Uri(registry.Urls.First()) };
        var client = new SchemaRegistryClient(http);
        var kafka = harness.Kafka(broker.BootstrapServers);
        var source = harness.Settings.Pipeline.Source;
        var schema = await client.RegisterAsync(source.Subject, await File.ReadAllTextAsync(source.SchemaFiles[0], cancellation), cancellation);
        await ProduceAsync(kafka, source.Topic, schema);

        await harness.RunToEndAsync(
            () => new KafkaRecordSource(source.Topic, ConsumerSettings.For("saas", kafka.Settings, partitions: 2)),
            () => new RegistryContracts(harness.Settings, client, harness.Status, TimeProvider.System));

        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: Valid + 6, Accepted: Valid, Duplicate: 1, Late: 1, DeadLettered: 4));
        harness.Side().Select(side => side[..side.IndexOf(' ', StringComparison.Ordinal)]).ShouldBe(
            ["bad_magic", "unknown_schema", "malformed_json", "schema_violation", "late"], ignoreOrder: true);

        await PublishAsync(harness, kafka, new SideTable(BatchCommitter.DeadLetters, "events.dlq"), commit => commit.DeadLetterFiles, cancellation);
        var letters = Consume(kafka, "events.dlq", 4);
        letters.Select(letter => Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes("dlq.reason"))).ShouldBe(
            ["bad_magic", "unknown_schema", "malformed_json", "schema_violation"], ignoreOrder: true);
        var magic = letters.Single(letter => Encoding.UTF8.GetString(letter.Message.Headers.GetLastBytes("dlq.reason")) == "bad_magic");
        magic.Message.Value.ShouldBe("no frame"u8.ToArray());
        magic.Message.Key.ShouldBe("key"u8.ToArray());
        magic.Message.Headers.GetLastBytes("own").ShouldBe("header"u8.ToArray());
        magic.Message.Headers.GetLastBytes("dlq.topic").ShouldBe("events"u8.ToArray());

        await PublishAsync(harness, kafka, new SideTable(BatchCommitter.Late, "events.late"), commit => commit.LateFiles, cancellation);
        var late = Consume(kafka, "events.late", 1)[0].Message;
        (string Name, string Text)[] coordinates = [("reason", "late"), ("topic", "events"), ("partition", "0"), ("offset", $"{Valid + 1}")];
        coordinates.ShouldAllBe(header => Encoding.UTF8.GetString(late.Headers.GetLastBytes($"dlq.{header.Name}")) == header.Text);
        late.Headers.GetLastBytes("own").ShouldBe("header"u8.ToArray());
        late.Key.ShouldBe("key"u8.ToArray());
        late.Value.ShouldBe(ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(Event(Valid + 1, seconds: 60))));
    }

    private static async Task ProduceAsync(KafkaClients kafka, string topic, int schema)
    {
        using var producer = kafka.Producer(new ProducerConfig { EnableIdempotence = true, LingerMs = 5 }).Build();
        var partition = new TopicPartition(topic, 0);
        var sent = new List<Task>();
        for (var i = 0; i < Valid; i++)
        {
            sent.Add(SendAsync(Frame(Event(i, seconds: 3600 + i))));
        }

        sent.Add(SendAsync(Frame(Event(7, seconds: 3607))));
        sent.Add(SendAsync(Frame(Event(Valid + 1, seconds: 60))));
        sent.Add(SendAsync("no frame"u8.ToArray()));
        sent.Add(SendAsync(ConfluentWireFormat.Write(schema + 1000, "{}"u8)));
        sent.Add(SendAsync(null));
        sent.Add(SendAsync(Frame("{}")));
        await Task.WhenAll(sent);

        byte[] Frame(string json) => ConfluentWireFormat.Write(schema, Encoding.UTF8.GetBytes(json));

        Task SendAsync(byte[]? value) => producer.ProduceAsync(
            partition,
            new Message<byte[], byte[]> { Key = "key"u8.ToArray(), Value = value!, Headers = [new Header("own", "header"u8.ToArray())] });
    }

    private static string Event(int number, int seconds)
    {
        var time = GeneratedEvent.Iso(GeneratedEvent.Epoch + (seconds * 1_000_000L));
        return $$$"""{"event_id":"00000000-0000-4000-8000-{{{number:D12}}}","event_time":"{{{time}}}","tenant_id":"acme","user_id":"u-1","event_type":"click","page":"/","amount_cents":null,"session_id":"s-1","country":"DE","context":{"device":"phone","app_version":"1.0.0"}}""";
    }

    internal static async Task PublishAsync(
        IngestHarness harness, KafkaClients kafka, SideTable table, Func<IngestCommit, IReadOnlyList<string>> files, CancellationToken cancellation)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        using var topic = new KafkaSideTopic(kafka, NullLogger.Instance);
        var publisher = new SidePublisher(
            harness.Settings.Lake,
            table,
            files,
            topic,
            harness.Metrics,
            new FaultPoints(name =>
            {
                if (name == Fault.AfterPublish)
                {
                    stop.Cancel();
                }
            }),
            TimeProvider.System,
            gather: TimeSpan.Zero);
        await publisher.RunAsync(stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        stop.IsCancellationRequested.ShouldBeTrue();
    }

    private static List<ConsumeResult<byte[], byte[]>> Consume(KafkaClients kafka, string topic, int count)
    {
        using var consumer = kafka.Consumer(new ConsumerConfig { GroupId = $"test-{topic}", AutoOffsetReset = AutoOffsetReset.Earliest, EnableAutoCommit = false }).Build();
        consumer.Subscribe(topic);
        var records = new List<ConsumeResult<byte[], byte[]>>();
        while (records.Count < count)
        {
            records.Add(consumer.Consume(TimeSpan.FromSeconds(20)).ShouldNotBeNull());
        }

        return records;
    }
}
