using System.Text;
using Confluent.Kafka;

namespace Analytics.Tests.Spark;

/// <summary>What a topic holds.</summary>
internal static class SideTopic
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(20);

    /// <summary>All records from the beginning to what is the end now, by partition and offset: <c>key|value|header=value,…</c>, bytes as hexadecimal digits.</summary>
    /// <param name="bootstrapServers">The cluster.</param>
    /// <param name="topic">The topic; one that is not there has no records.</param>
    /// <param name="without">A header to leave out.</param>
    /// <param name="cancellationToken">Stops it.</param>
    public static List<string> Read(string bootstrapServers, string topic, string without, CancellationToken cancellationToken) =>
        [.. Records(bootstrapServers, topic, cancellationToken).Select(record => string.Join(
            '|',
            Hex(record.Message.Key),
            Hex(record.Message.Value),
            string.Join(',', record.Message.Headers.Where(header => header.Key != without).Select(header => $"{header.Key}={Hex(header.GetValueBytes())}"))))];

    /// <summary>Key and value of each record, as text.</summary>
    public static IEnumerable<(string Key, string Value)> Texts(string bootstrapServers, string topic, CancellationToken cancellationToken) =>
        Records(bootstrapServers, topic, cancellationToken).Select(record => (Encoding.UTF8.GetString(record.Message.Key), Encoding.UTF8.GetString(record.Message.Value)));

    private static string Hex(byte[]? bytes) => bytes is null ? "null" : Convert.ToHexString(bytes);

    private static List<ConsumeResult<byte[], byte[]>> Records(string bootstrapServers, string topic, CancellationToken cancellationToken)
    {
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = bootstrapServers }).Build();
        var partitions = admin.GetMetadata(topic, Patience).Topics.Single().Partitions.Select(partition => new TopicPartition(topic, partition.PartitionId)).ToArray();
        var config = new ConsumerConfig { BootstrapServers = bootstrapServers, GroupId = "side-topic", EnableAutoCommit = false };
        using var consumer = new ConsumerBuilder<byte[], byte[]>(config).Build();
        List<ConsumeResult<byte[], byte[]>> records = [];
        foreach (var partition in partitions)
        {
            var end = consumer.QueryWatermarkOffsets(partition, Patience).High.Value;
            consumer.Assign(new TopicPartitionOffset(partition, Offset.Beginning));
            while (consumer.Position(partition) is var position && (position == Offset.Unset ? 0 : position.Value) < end)
            {
                if (consumer.Consume(cancellationToken) is { Message: not null } record && record.Offset.Value < end)
                {
                    records.Add(record);
                }
            }
        }

        return records;
    }
}
