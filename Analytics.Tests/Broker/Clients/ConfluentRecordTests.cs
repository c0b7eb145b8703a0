using System.Text;
using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>What librdkafka puts into records and batches, and what a consumer gets of it.</summary>
[Trait("Category", "Integration")]
public sealed class ConfluentRecordTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task KeysValuesHeadersAndTimes_ComeBackAsSent_NullOnesToo()
    {
        await using var broker = TestBroker.Start();
        using var producer = Producer(broker);
        Message<byte[]?, byte[]?>[] sent =
        [
            new() { Key = "k"u8.ToArray(), Value = "v"u8.ToArray(), Timestamp = new Timestamp(1_000, TimestampType.CreateTime), Headers = [new("a", "1"u8.ToArray()), new("a", "2"u8.ToArray()), new("empty", []), new("null", null)] },
            new() { Key = "k"u8.ToArray(), Value = null, Timestamp = new Timestamp(2_000, TimestampType.CreateTime) },
            new() { Key = null, Value = "v"u8.ToArray(), Timestamp = new Timestamp(3_000, TimestampType.CreateTime) },
            new() { Key = null, Value = null, Timestamp = new Timestamp(4_000, TimestampType.CreateTime) },
            new() { Key = [], Value = [], Timestamp = new Timestamp(5_000, TimestampType.CreateTime) },
        ];
        foreach (var message in sent)
        {
            await producer.ProduceAsync(new TopicPartition("t", 0), message);
        }

        using var consumer = Consumer(broker);
        consumer.Assign(new TopicPartitionOffset("t", 0, Offset.Beginning));
        sent.Select(_ => consumer.Consume(Patience).Message).Select(Written).ShouldBe(sent.Select(Written));
    }

    /// <summary>One record of ten megabytes, and many that come in several fetches.</summary>
    [Fact]
    public async Task TenMegabytes_WhereTheTopicAllowsThem_ArePassedOn()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("large", 1, new Dictionary<string, string> { ["max.message.bytes"] = "12000000" }, validateOnly: false);
        var config = new ProducerConfig { BootstrapServers = broker.BootstrapServers, MessageMaxBytes = 12_000_000 };
        using var producer = new ProducerBuilder<byte[]?, byte[]?>(config).Build();
        var value = new byte[10 * 1024 * 1024];
        Random.Shared.NextBytes(value);
        await producer.ProduceAsync("large", new Message<byte[]?, byte[]?> { Value = value });
        await producer.ProduceAsync("large", new Message<byte[]?, byte[]?> { Value = value });

        using var consumer = Consumer(broker);
        consumer.Assign(new TopicPartitionOffset("large", 0, Offset.Beginning));
        consumer.Consume(Patience).Message.Value.ShouldBe(value);
        consumer.Consume(Patience).Message.Value.ShouldBe(value);
    }

    [Theory]
    [InlineData(CompressionType.Gzip, 1)]
    [InlineData(CompressionType.Gzip, 9)]
    [InlineData(CompressionType.Lz4, 12)]
    [InlineData(CompressionType.Zstd, 1)]
    [InlineData(CompressionType.Zstd, 12)]
    public async Task CompressionLevels_AreRead(CompressionType type, int level)
    {
        await using var broker = TestBroker.Start();
        using var producer = Producer(broker, new ProducerConfig { CompressionType = type, CompressionLevel = level, LingerMs = 50 });
        var sent = Enumerable.Range(0, 2_000).Select(i => $"value {i} {new string('a', i % 90)}").ToArray();
        foreach (var value in sent)
        {
            producer.Produce(new TopicPartition("t", 0), new Message<byte[]?, byte[]?> { Value = Encoding.UTF8.GetBytes(value) });
        }

        producer.Flush(Patience).ShouldBe(0);
        KafkaReading.ReadAll(broker, "t", sent.Length).ShouldBe(sent);
    }

    [Fact]
    public async Task PausedPartition_GivesNothing_AndSeekGoesToAnOffsetOrATime()
    {
        await using var broker = TestBroker.Start();
        using var producer = Producer(broker);
        for (var i = 0; i < 10; i++)
        {
            await producer.ProduceAsync(new TopicPartition("t", 0), new Message<byte[]?, byte[]?> { Timestamp = new Timestamp(1_000 * (i + 1), TimestampType.CreateTime) });
        }

        using var consumer = Consumer(broker);
        var partition = new TopicPartition("t", 0);
        consumer.Assign(new TopicPartitionOffset(partition, Offset.Beginning));
        consumer.Consume(Patience).Offset.Value.ShouldBe(0);
        consumer.Pause([partition]);
        consumer.Consume(TimeSpan.FromMilliseconds(300)).ShouldBeNull();
        consumer.Resume([partition]);
        consumer.Consume(Patience).Offset.Value.ShouldBe(1);
        consumer.Seek(new TopicPartitionOffset(partition, 7));
        consumer.Consume(Patience).Offset.Value.ShouldBe(7);
        var found = consumer.OffsetsForTimes([new TopicPartitionTimestamp(partition, new Timestamp(4_500, TimestampType.CreateTime)), new TopicPartitionTimestamp("t", 1, Timestamp.Default)], Patience);
        found[0].Offset.Value.ShouldBe(4);
        found[1].Offset.ShouldBe(Offset.End);
        consumer.Seek(found[0]);
        consumer.Consume(Patience).Offset.Value.ShouldBe(4);
        consumer.QueryWatermarkOffsets(partition, Patience).High.Value.ShouldBe(10);
    }

    private static string Written(Message<byte[]?, byte[]?> message) =>
        $"{Written(message.Key)} {Written(message.Value)} {message.Timestamp.UnixTimestampMs} {string.Join(' ', (message.Headers ?? []).Select(header => $"{header.Key}={Written(header.GetValueBytes())}"))}";

    private static string Written(byte[]? bytes) => bytes is null ? "null" : $"'{Encoding.UTF8.GetString(bytes)}'";

    private static IProducer<byte[]?, byte[]?> Producer(TestBroker broker, ProducerConfig? config = null)
    {
        config ??= new ProducerConfig();
        config.BootstrapServers = broker.BootstrapServers;
        return new ProducerBuilder<byte[]?, byte[]?>(config).Build();
    }

    /// <summary>Null stays null, which the client's own deserializer makes of no value only for its type Null.</summary>
    private static IConsumer<byte[]?, byte[]?> Consumer(TestBroker broker) => new ConsumerBuilder<byte[]?, byte[]?>(
        new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = "reading", EnableAutoCommit = false, CheckCrcs = true, FetchMaxBytes = 60_000_000 })
        .Build();
}
