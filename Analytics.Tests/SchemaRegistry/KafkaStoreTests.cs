using System.Text;
using System.Text.Json.Nodes;
using Analytics.Benchmarks.Jvm;
using Analytics.SchemaRegistry.Errors;
using Analytics.Tests.Broker;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

public sealed class KafkaStoreTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(10);

    [Fact]
    [Trait("Category", "Integration")]
    public async Task Registries_on_one_topic_of_the_embedded_broker_agree()
    {
        await using var broker = TestBroker.Start();
        await SharedTopic.AgreeAsync(broker.BootstrapServers);
    }

    [Fact(Timeout = 300_000)]
    [Trait("Category", "Kafka")]
    public async Task Registries_on_one_topic_of_Kafka_agree()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        var folder = Directory.CreateTempSubdirectory("registry-kafka-").FullName;
        try
        {
            await using var kafka = await KafkaProcess.StartAsync(folder, TestContext.Current.CancellationToken);
            await SharedTopic.AgreeAsync(kafka.BootstrapServers);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    /// <summary>Keys and values as Confluent's registry writes them.</summary>
    [Fact(Timeout = 120_000)]
    [Trait("Category", "Integration")]
    public async Task What_Confluents_registry_wrote_is_read_and_what_ours_writes_looks_the_same()
    {
        await using var broker = TestBroker.Start();
        await CreateAsync(broker, partitions: 1, "compact");
        using (var producer = new ProducerBuilder<string, string?>(new ProducerConfig { BootstrapServers = broker.BootstrapServers }).SetValueSerializer(new NullableText()).Build())
        {
            foreach (var (key, value) in new (string, string?)[]
            {
                ("""{"keytype":"NOOP","magic":0}""", null),
                ("""{"keytype":"CONFIG","subject":null,"magic":0}""", """{"subject":null,"compatibilityLevel":"NONE"}"""),
                ("not a record", "{}"),
                ("""{"keytype":"SCHEMA","subject":"a","version":1,"magic":1}""", """{"subject":"a","version":1,"id":7,"schemaType":"JSON","schema":"{\"type\":\"string\"}","deleted":false}"""),
                ("""{"keytype":"SCHEMA","subject":"avro","version":1,"magic":1}""", """{"subject":"avro","version":1,"id":8,"schema":"\"string\"","deleted":false}"""),
            })
            {
                await producer.ProduceAsync("_schemas", new Message<string, string?> { Key = key, Value = value }, TestContext.Current.CancellationToken);
            }
        }

        await using var registry = await RunningRegistry.StartAsync(SharedTopic.Settings(broker.BootstrapServers));

        (await registry.SendAsync("GET", "/subjects")).Body!.ToJsonString().ShouldBe("""["a","avro"]""");
        (await registry.SendAsync("GET", "/config")).Body!.ToJsonString().ShouldBe("""{"compatibilityLevel":"NONE"}""");
        (await registry.SendAsync("GET", "/schemas/ids/8")).Body!["schemaType"]!.ToString().ShouldBe("AVRO");
        (await registry.RegisterAsync("a", """{"type":"integer"}""")).ShouldBe((200, 9));
        await registry.SendAsync("PUT", "/config", """{"compatibility":"FULL"}""");

        var written = Read(broker).ToList();
        written.ShouldContain(record => record.Key == """{"keytype":"SCHEMA","subject":"a","version":2,"magic":1}""" && JsonNode.Parse(record.Value!)!["id"]!.GetValue<int>() == 9);
        written.ShouldContain(record => record.Key == """{"keytype":"CONFIG","subject":null,"magic":0}""" && record.Value!.Contains("FULL", StringComparison.Ordinal));
        (await registry.SendAsync("GET", "/v1/metadata/id")).Body!["scope"]!["clusters"]!["kafka-cluster"]!.ToString().ShouldNotBe("embedded");
    }

    [Theory]
    [InlineData(2, "compact", "partitions")]
    [InlineData(1, "delete", "cleanup.policy")]
    [Trait("Category", "Integration")]
    public async Task A_topic_that_can_not_hold_a_registry_is_refused(int partitions, string policy, string named)
    {
        await using var broker = TestBroker.Start();
        await CreateAsync(broker, partitions, policy);

        (await Should.ThrowAsync<RegistryStartException>(() => RunningRegistry.StartAsync(SharedTopic.Settings(broker.BootstrapServers)))).Message.ShouldContain(named);
    }

    private static async Task CreateAsync(TestBroker broker, int partitions, string policy)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "_schemas", NumPartitions = partitions, Configs = new Dictionary<string, string> { ["cleanup.policy"] = policy } }]);
    }

    private static IEnumerable<(string Key, string? Value)> Read(TestBroker broker)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]?>(new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = "reading", EnablePartitionEof = true }).Build();
        consumer.Assign(new TopicPartitionOffset("_schemas", 0, Offset.Beginning));
        while (consumer.Consume(Timeout) is { IsPartitionEOF: false } record)
        {
            yield return (Encoding.UTF8.GetString(record.Message.Key), record.Message.Value is { } value ? Encoding.UTF8.GetString(value) : null);
        }
    }

    private sealed class NullableText : ISerializer<string?>
    {
        public byte[] Serialize(string? data, SerializationContext context) => data is null ? null! : Encoding.UTF8.GetBytes(data);
    }
}
