using System.Globalization;
using System.Text;
using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>
/// The producer of a file is killed again and again while it sends, fast but for seconds. Nothing dedups a file without ids, so the topic itself must hold
/// every row once, in order.
/// </summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Drill")]
public sealed class FileProducerKillTests
{
    private const int Rows = 600_000;
    private const int Rate = 100_000;
    private const int Kills = 6;
    private const int Seed = 20260104;

    [Fact]
    public async Task Every_row_is_in_the_topic_once()
    {
        var random = new Random(Seed);
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(150));
        var file = Path.Combine(platform.Data, "rows.ndjson");
        Directory.CreateDirectory(platform.Data);
        await File.WriteAllLinesAsync(
            file, Enumerable.Range(0, Rows).Select(row => string.Create(CultureInfo.InvariantCulture, $"{{\"row\":{row}}}")), platform.Deadline);
        var producer = platform.StartFileProducer(file, Rate);

        // Frozen with the file's lock, right after its first rows: later it could be through before the second one comes.
        await platform.UntilAsync(() => Task.FromResult(Sent(platform) > 0));
        await producer.FreezeAsync(platform.Deadline);
        var second = platform.StartFileProducer(file, Rate);
        (await second.EndAsync(platform.Deadline)).ShouldBe(2, second.Output);
        second.Output.ShouldContain("another producer sends this file");
        await producer.ThawAsync(platform.Deadline);

        var before = Sent(platform);
        for (var kill = 0; kill < Kills; kill++)
        {
            await platform.UntilAsync(() => Task.FromResult(producer.HasExited || Sent(platform) > before));
            await Task.Delay(random.Next(5, 100), platform.Deadline);
            await producer.KillAsync(platform.Deadline);
            before = Sent(platform);
            producer = platform.StartFileProducer(file, Rate);
        }

        (await producer.EndAsync(platform.Deadline)).ShouldBe(0, producer.Output);
        platform.Records().ShouldBe(Rows);
        RowsOf(platform).ShouldBe(Enumerable.Range(0, Rows));
    }

    private static long Sent(DrillPlatform platform)
    {
        try
        {
            return platform.Records();
        }
        catch (Exception unready) when (unready is KafkaException or InvalidOperationException)
        {
            return 0;
        }
    }

    /// <summary>Row numbers, each partition's in the order of its log: row i lies in partition i modulo their number.</summary>
    private static int[] RowsOf(DrillPlatform platform)
    {
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(
            new ConsumerConfig { BootstrapServers = platform.BootstrapServers, GroupId = "drill", EnableAutoCommit = false }).Build();
        // The broker's own number, where the first look at the topic was quicker than the producer that creates it.
        using var client = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = platform.BootstrapServers }).Build();
        var partitions = client.GetMetadata(DrillPlatform.Topic, TimeSpan.FromSeconds(20)).Topics.Single().Partitions.Count;
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(DrillPlatform.Topic, partition, Offset.Beginning)));
        var rows = new int[Rows];
        for (var count = 0; count < Rows; count++)
        {
            var record = consumer.Consume(TimeSpan.FromSeconds(30))
                ?? throw new TimeoutException($"nothing came after {count} of {Rows} rows, positions {string.Join(", ", consumer.Assignment.Select(consumer.Position))}");
            var json = Encoding.UTF8.GetString(record.Message.Value.AsSpan(5));
            rows[(record.Offset.Value * partitions) + record.Partition.Value] = int.Parse(json.AsSpan(7, json.Length - 8), CultureInfo.InvariantCulture);
        }

        return rows;
    }
}
