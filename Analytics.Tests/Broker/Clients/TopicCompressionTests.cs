using Analytics.Broker.Log;
using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary><c>compression.type</c>: what a topic keeps of batches that come in any compression.</summary>
[Trait("Category", "Integration")]
public sealed class TopicCompressionTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    /// <summary>The low bits of a batch's attributes, bytes 21 and 22: 0 none, 1 gzip, 2 snappy, 3 lz4, 4 zstd.</summary>
    private const int AttributesAt = 22;

    [Theory]
    [InlineData("producer", CompressionType.Lz4, 3)]
    [InlineData("producer", CompressionType.None, 0)]
    [InlineData("uncompressed", CompressionType.Zstd, 0)]
    [InlineData("uncompressed", CompressionType.None, 0)]
    [InlineData("gzip", CompressionType.None, 1)]
    [InlineData("snappy", CompressionType.Gzip, 2)]
    [InlineData("lz4", CompressionType.Snappy, 3)]
    [InlineData("zstd", CompressionType.Lz4, 4)]
    [InlineData("zstd", CompressionType.Zstd, 4)]
    public async Task Batches_AreKeptAsTheTopicSays_AndReadAsSent(string kept, CompressionType sent, int codec)
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("t", 1, new Dictionary<string, string> { ["compression.type"] = kept }, validateOnly: false);
        var values = Enumerable.Range(0, 1_000).Select(i => $"value {i} {new string('a', i % 90)}").ToArray();
        using (var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers, CompressionType = sent, EnableIdempotence = true, LingerMs = 50 }).Build())
        {
            foreach (var value in values)
            {
                producer.Produce("t", new Message<Null, string> { Value = value });
            }

            producer.Flush(Patience).ShouldBe(0);
            KafkaReading.ReadAll(broker, "t", values.Length).ShouldBe(values);

            // What the broker wrote anew is what a restart reads, and the producer's sequence goes on.
            await broker.RestartAsync();
            (await producer.ProduceAsync("t", new Message<Null, string> { Value = "after" })).Offset.Value.ShouldBe(values.Length);
        }

        KafkaReading.ReadAll(broker, "t", values.Length + 1).ShouldBe([.. values, "after"]);
        var folder = Path.Combine(broker.Options.DataDirectory, "topics", "t");
        var segment = Directory.EnumerateFiles(folder, "*.log", SearchOption.AllDirectories).ShouldHaveSingleItem();
        await using var file = new FileStream(segment, FileMode.Open, FileAccess.Read, FileShare.ReadWrite | FileShare.Delete);
        var head = new byte[RecordBatch.HeaderSize];
        await file.ReadExactlyAsync(head, TestContext.Current.CancellationToken);
        (head[AttributesAt] & 7).ShouldBe(codec);
    }
}
