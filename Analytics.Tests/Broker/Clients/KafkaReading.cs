using Confluent.Kafka;
using Shouldly;

namespace Analytics.Tests.Broker.Clients;

internal static class KafkaReading
{
    /// <summary>Reads all partitions from the start to their ends, checking CRCs; fails when it isn't as many.</summary>
    public static List<string> ReadAll(TestBroker broker, string topic, int count)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = "reading",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            CheckCrcs = true,
        }).Build();
        broker.Running.Topics.TryGet(topic, out var found).ShouldBeTrue();
        var partitions = found!.Partitions.Length;
        consumer.Assign(Enumerable.Range(0, partitions).Select(partition => new TopicPartitionOffset(topic, partition, Offset.Beginning)));
        var values = new List<string>();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var ends = 0; ends < partitions;)
        {
            var result = consumer.Consume(timeout.Token);
            if (result.IsPartitionEOF)
            {
                ends++;
            }
            else
            {
                values.Add(result.Message.Value);
            }
        }

        values.Count.ShouldBe(count);
        return values;
    }
}
