using Analytics.Benchmarks.Jvm;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Microsoft.Extensions.Configuration;
using Shouldly;
using Xunit;
using TopicDescription = Analytics.Streaming.Source.TopicDescription;

namespace Analytics.Tests.Streaming;

/// <summary>What Apache Kafka says of a topic that is extended, made anew, or cut from the front under the position.</summary>
[Trait("Category", "Kafka")]
public sealed class RealKafkaTopicTests
{
    private const string Topic = "events";

    [Fact]
    public async Task Topics_AreToldApart_AndLostRecordsAreNoticed()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("analytics-kafka-").FullName;
        try
        {
            await using var kafka = await KafkaProcess.StartAsync(folder, cancellation);
            using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build();
            using var catalog = new KafkaTopicCatalog(new AdminClientBuilder(new AdminClientConfig { BootstrapServers = kafka.BootstrapServers }).Build(), Topic);
            (await Should.ThrowAsync<SourceUnavailableException>(() => catalog.DescribeAsync(cancellation))).State.ShouldBe(EngineStates.WaitingForTopic);
            await CreateAsync(admin, catalog, partitions: 1);
            var first = await catalog.DescribeAsync(cancellation);
            first.Id.ShouldNotBeNull();
            await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = Topic, IncreaseTo = 2 }]);
            await UntilAsync(catalog, topic => topic.Partitions == 2);
            (await catalog.DescribeAsync(cancellation)).Id.ShouldBe(first.Id);

            using (var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = kafka.BootstrapServers }).Build())
            {
                await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => producer.ProduceAsync(new TopicPartition(Topic, 0), new Message<Null, string> { Value = "x" }, cancellation)));
            }

            await admin.DeleteRecordsAsync([new TopicPartitionOffset(Topic, 0, 6)]);
            var settings = KafkaSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:kafka", kafka.BootstrapServers)]).Build());
            using (var source = new KafkaRecordSource(Topic, ConsumerSettings.For("test", settings, partitions: 2)))
            {
                var partitions = source.Connect(cancellation);
                Should.Throw<PositionLostException>(() => StartPositions.Check(source, At(5), Topic, partitions)).State.ShouldBe(EngineStates.PositionLost);
                StartPositions.Check(source, At(6), Topic, partitions);
                Should.Throw<PositionLostException>(() => StartPositions.Check(source, At(11), Topic, partitions)).State.ShouldBe(EngineStates.TopicRecreated);
            }

            // Only the new topic has three partitions: the old one is still answered for a moment.
            await admin.DeleteTopicsAsync([Topic]);
            await CreateAsync(admin, catalog, partitions: 3);
            (await catalog.DescribeAsync(cancellation)).Id.ShouldNotBe(first.Id);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IngestState At(long offset) => new() { Partitions = [new PartitionState { Partition = 0, NextOffset = offset }] };

    /// <summary>A topic that is being deleted is in the way of its successor for a moment.</summary>
    private static async Task CreateAsync(IAdminClient admin, KafkaTopicCatalog catalog, int partitions)
    {
        while (true)
        {
            try
            {
                await admin.CreateTopicsAsync([new TopicSpecification { Name = Topic, NumPartitions = partitions, ReplicationFactor = 1 }]);
                await UntilAsync(catalog, topic => topic.Partitions == partitions);
                return;
            }
            catch (CreateTopicsException error) when (error.Results[0].Error.Code == ErrorCode.TopicAlreadyExists)
            {
                await Task.Delay(100, TestContext.Current.CancellationToken);
            }
        }
    }

    private static async Task UntilAsync(KafkaTopicCatalog catalog, Func<TopicDescription, bool> condition)
    {
        while (true)
        {
            try
            {
                if (condition(await catalog.DescribeAsync(TestContext.Current.CancellationToken)))
                {
                    return;
                }
            }
            catch (SourceUnavailableException)
            {
                // Made, and not yet known to the broker.
            }

            await Task.Delay(100, TestContext.Current.CancellationToken);
        }
    }
}
