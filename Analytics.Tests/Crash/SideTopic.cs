using System.Globalization;
using System.Text;
using Confluent.Kafka;

namespace Analytics.Tests.Crash;

/// <summary>Reads a topic of side records to its end.</summary>
internal static class SideTopic
{
    /// <summary>The coordinates in the headers, a repeat as often as it is there.</summary>
    public static IReadOnlyList<(int Partition, long Offset)> Read(DrillPlatform platform, string topic)
    {
        var expected = platform.Records(topic);
        using var consumer = new ConsumerBuilder<byte[], byte[]>(
            new ConsumerConfig { BootstrapServers = platform.BootstrapServers, GroupId = "drill", EnableAutoCommit = false }).Build();
        using var client = new DependentAdminClientBuilder(consumer.Handle).Build();
        var partitions = client.GetMetadata(topic, TimeSpan.FromSeconds(20)).Topics.Single().Partitions;
        consumer.Assign(partitions.Select(partition => new TopicPartitionOffset(topic, partition.PartitionId, Offset.Beginning)));
        var records = new List<(int, long)>();
        while (records.Count < expected)
        {
            var record = consumer.Consume(platform.Deadline);
            records.Add(((int)Header(record, "dlq.partition"), Header(record, "dlq.offset")));
        }

        return records;
    }

    private static long Header(ConsumeResult<byte[], byte[]> record, string name) =>
        long.Parse(Encoding.UTF8.GetString(record.Message.Headers.GetLastBytes(name)), CultureInfo.InvariantCulture);
}
