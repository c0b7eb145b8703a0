using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;

namespace Analytics.Producer.Topics;

/// <summary>Asks where each partition ends.</summary>
internal sealed class EndOffsets(KafkaClients clients, Backoff backoff)
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(3);

    /// <returns>The offset after the last record of each partition, by partition.</returns>
    public async Task<long[]> ReadAsync(string topic, int partitions, CancellationToken cancellationToken)
    {
        // The group is never joined: the client library wants a name to build a consumer at all.
        using var consumer = clients.Consumer(new ConsumerConfig { GroupId = "analytics-producer-offsets", EnableAutoCommit = false }).Build();
        return await backoff.UntilReadyAsync(
            $"Topic {topic}",
            token => Task.Run(() => Enumerable.Range(0, partitions).Select(partition => End(consumer, topic, partition)).ToArray(), token).WaitAsync(token),
            error => error is KafkaException,
            cancellationToken).ConfigureAwait(false);
    }

    private static long End(IConsumer<byte[], byte[]> consumer, string topic, int partition) =>
        consumer.QueryWatermarkOffsets(new TopicPartition(topic, partition), Timeout).High.Value;
}
