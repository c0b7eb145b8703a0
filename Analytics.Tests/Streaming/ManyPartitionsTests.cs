using Analytics.Broker;
using Analytics.Streaming.Source;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>Partitions of a topic that is far behind advance together: windows would wait for the last one, and ids be remembered meanwhile.</summary>
public sealed class ManyPartitionsTests
{
    private const string Topic = "events";
    private const int Partitions = 48;
    private const int Records = 120;
    private const int ValueBytes = 20_000;

    [Fact]
    [Trait("Category", "Integration")]
    public async Task Fetch_TopicOfManyPartitionsFarBehind_ReadsThemAbreast()
    {
        using var harness = new IngestHarness();
        await using var broker = await EmbeddedBroker.StartAsync(Path.Combine(harness.Root, "broker"), port: 0);
        var kafka = harness.Kafka(broker.BootstrapServers);
        using (var admin = kafka.Admin())
        {
            await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = Partitions, ReplicationFactor = 1 }]);
        }

        Produce(kafka.Producer(new ProducerConfig { BatchSize = 400_000, LingerMs = 50, QueueBufferingMaxKbytes = 256 << 10 }));

        using var source = new KafkaRecordSource(Topic, ConsumerSettings.For("test", kafka.Settings, Partitions));
        source.Connect(TestContext.Current.CancellationToken).ShouldBe(Partitions);
        source.Assign(new long[Partitions]);
        using var batch = new RecordBatch(Partitions);
        while (batch.Count < Partitions * Records / 2)
        {
            TestContext.Current.CancellationToken.ThrowIfCancellationRequested();
            source.Fetch(batch, 10_000, TimeSpan.FromMilliseconds(100));
        }

        // Of what is read evenly each partition has half.
        batch.Partitions.Min(partition => partition.Count).ShouldBeGreaterThan(Records / 10);
    }

    private static void Produce(ProducerBuilder<byte[], byte[]> builder)
    {
        var value = new byte[ValueBytes];
        Random.Shared.NextBytes(value);
        using var producer = builder.Build();
        for (var record = 0; record < Records; record++)
        {
            for (var partition = 0; partition < Partitions; partition++)
            {
                producer.Produce(new TopicPartition(Topic, partition), new Message<byte[], byte[]> { Value = value });
            }
        }

        producer.Flush(TestContext.Current.CancellationToken);
    }
}
