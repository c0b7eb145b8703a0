using System.Text;
using Analytics.Broker;
using Analytics.Contracts.Commits;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>A bit of the topic changed on the broker's disk. Brokers hand out what they have: only the reader can tell, and must neither take it nor pass over it.</summary>
[Trait("Category", "Integration")]
public sealed class DamagedTopicTests
{
    private const string Topic = "events";
    private const int BatchHeader = 61;

    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public async Task Ingest_BatchWithAChangedBit_StopsBeforeIt_AndGoesOnOnceItIsWhole(CompressionType compression)
    {
        using var harness = new IngestHarness();
        var data = Path.Combine(harness.Root, "broker");
        await using var broker = await EmbeddedBroker.StartAsync(data, port: 0);
        var kafka = harness.Kafka(broker.BootstrapServers);
        using var producer = kafka.Producer(new ProducerConfig { CompressionType = compression }).Build();
        await SendAsync(producer, 0);
        var segment = Directory.EnumerateFiles(data, "*.log", SearchOption.AllDirectories).Single(file => Path.GetRelativePath(data, file).Contains(Topic, StringComparison.Ordinal) && new FileInfo(file).Length > 0);
        var start = new FileInfo(segment).Length;
        await SendAsync(producer, 1);
        var middle = start + BatchHeader + ((new FileInfo(segment).Length - start - BatchHeader) / 2);
        await SendAsync(producer, 2);

        FlipBit(segment, middle);
        var stopped = (await harness.RunOnceAsync(() => new KafkaRecordSource(Topic, ConsumerSettings.For("test", kafka.Settings, partitions: 2)))).ShouldBeOfType<PositionLostException>();

        stopped.State.ShouldBe(EngineStates.DamagedTopic);
        stopped.Message.ShouldContain($"{Topic}/0: the records from offset 1 on");
        (harness.LastCommit()?.Partitions[0].NextOffset ?? 0).ShouldBeLessThanOrEqualTo(1);

        FlipBit(segment, middle);
        await harness.RunToEndAsync(() => new KafkaRecordSource(Topic, ConsumerSettings.For("test", kafka.Settings, partitions: 2)), () => new PlainContracts(harness.Settings));

        harness.LastCommit()!.Totals.ShouldBe(new EventCounts(Consumed: 3, Accepted: 3, Duplicate: 0, Late: 0, DeadLettered: 0));
    }

    private static async Task SendAsync(IProducer<byte[], byte[]> producer, int number)
    {
        var kind = string.Concat(Enumerable.Repeat("abcdefgh ", 30));
        var json = $$"""{"id":"{{number}}","at":"{{GeneratedEvent.Iso(GeneratedEvent.Epoch)}}","kind":"{{kind}}","amount":{{number}}}""";
        await producer.ProduceAsync(new TopicPartition(Topic, 0), new Message<byte[], byte[]> { Value = Encoding.UTF8.GetBytes(json) });
    }

    private static void FlipBit(string path, long position)
    {
        using var file = File.Open(path, FileMode.Open, FileAccess.ReadWrite, FileShare.ReadWrite);
        file.Position = position;
        var value = file.ReadByte();
        file.Position = position;
        file.WriteByte((byte)(value ^ 1));
    }
}
