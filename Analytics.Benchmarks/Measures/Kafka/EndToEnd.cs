using System.Diagnostics;
using Confluent.Kafka;

namespace Analytics.Benchmarks.Measures.Kafka;

/// <summary>From the call of the producer to the consumer at a steady rate, with librdkafka on both sides; each record carries its time.</summary>
internal static class EndToEnd
{
    private const int RecordBytes = 300;

    private static readonly TimeSpan Warmup = TimeSpan.FromSeconds(2);

    public static async Task<LatencyHistogram> RunAsync(MeasuredBroker broker, string topic, int rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var ended = CancellationTokenSource.CreateLinkedTokenSource(cancellationToken);
        var started = Stopwatch.GetTimestamp();
        var consuming = Task.Run(() => Consume(broker, topic, started, ended.Token), cancellationToken);
        await Task.Run(() => Produce(broker, topic, rate, duration + Warmup, cancellationToken), cancellationToken).ConfigureAwait(false);
        await ended.CancelAsync().ConfigureAwait(false);
        return await consuming.ConfigureAwait(false);
    }

    private static void Produce(MeasuredBroker broker, string topic, int rate, TimeSpan duration, CancellationToken cancellationToken)
    {
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig { BootstrapServers = broker.BootstrapServers, Acks = Acks.All, LingerMs = 1 }).Build();
        var started = Stopwatch.GetTimestamp();
        var sent = 0;
        while (Stopwatch.GetElapsedTime(started) is var elapsed && elapsed < duration)
        {
            for (var due = (int)(elapsed.TotalSeconds * rate); sent < due; sent++)
            {
                var value = new byte[RecordBytes];
                BitConverter.TryWriteBytes(value, Stopwatch.GetTimestamp());
                producer.Produce(topic, new Message<Null, byte[]> { Value = value });
            }

            producer.Poll(TimeSpan.FromMilliseconds(1));
            cancellationToken.ThrowIfCancellationRequested();
        }

        producer.Flush(cancellationToken);
    }

    private static LatencyHistogram Consume(MeasuredBroker broker, string topic, long started, CancellationToken cancellationToken)
    {
        var histogram = new LatencyHistogram();
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = topic,
            EnableAutoCommit = false,
            FetchMinBytes = 1,
        }).Build();
        consumer.Assign(Enumerable.Range(0, 6).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        while (!cancellationToken.IsCancellationRequested)
        {
            if (consumer.Consume(TimeSpan.FromMilliseconds(100)) is not { } record)
            {
                continue;
            }

            var sent = BitConverter.ToInt64(record.Message.Value);
            if (Stopwatch.GetElapsedTime(started, sent) > Warmup)
            {
                histogram.Add((long)Stopwatch.GetElapsedTime(sent).TotalMilliseconds, 1);
            }
        }

        return histogram;
    }
}
