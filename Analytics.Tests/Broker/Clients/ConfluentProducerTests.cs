using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

[Trait("Category", "Integration")]
public sealed class ConfluentProducerTests
{
    [Theory]
    [InlineData(CompressionType.None)]
    [InlineData(CompressionType.Gzip)]
    [InlineData(CompressionType.Snappy)]
    [InlineData(CompressionType.Lz4)]
    [InlineData(CompressionType.Zstd)]
    public async Task Produce_WithEveryCompression_IsConsumedAsSent(CompressionType compression)
    {
        await using var broker = TestBroker.Start();
        var sent = ProduceAll(broker, new ProducerConfig { CompressionType = compression, Acks = Acks.All, LingerMs = 20 }, count: 2_000);

        KafkaReading.ReadAll(broker, "t", sent.Count).ShouldBe(sent, ignoreOrder: true);
    }

    [Fact]
    public async Task Produce_Idempotent_SurvivesARestartOfTheBroker()
    {
        await using var broker = TestBroker.Start();
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers, EnableIdempotence = true }).Build();
        var before = await producer.ProduceAsync("t", new Message<Null, string> { Value = "before" });
        await broker.RestartAsync();
        var after = await producer.ProduceAsync(before.TopicPartition, new Message<Null, string> { Value = "after" });

        after.Offset.Value.ShouldBe(before.Offset.Value + 1);
        KafkaReading.ReadAll(broker, "t", 2).ShouldBe(["before", "after"], ignoreOrder: true);
    }

    [Fact]
    public async Task Produce_WithoutAcks_Arrives()
    {
        await using var broker = TestBroker.Start();
        var sent = ProduceAll(broker, new ProducerConfig { Acks = Acks.None }, count: 100);

        KafkaReading.ReadAll(broker, "t", sent.Count).ShouldBe(sent, ignoreOrder: true);
    }

    [Fact]
    public async Task Produce_LargerThanTheTopicAllows_IsRefused()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("small", 1, new Dictionary<string, string> { ["max.message.bytes"] = "1000" }, validateOnly: false);
        using var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers }).Build();

        var failure = await Should.ThrowAsync<ProduceException<Null, string>>(
            () => producer.ProduceAsync("small", new Message<Null, string> { Value = new string('x', 2_000) }));

        failure.Error.Code.ShouldBe(ErrorCode.MsgSizeTooLarge);
    }

    private static List<string> ProduceAll(TestBroker broker, ProducerConfig config, int count)
    {
        config.BootstrapServers = broker.BootstrapServers;
        using var producer = new ProducerBuilder<string, string>(config).Build();
        var sent = Enumerable.Range(0, count).Select(i => $"value {i} {new string('a', i % 50)}").ToList();
        foreach (var value in sent)
        {
            producer.Produce("t", new Message<string, string> { Key = value, Value = value });
        }

        producer.Flush(TimeSpan.FromSeconds(30)).ShouldBe(0);
        return sent;
    }
}
