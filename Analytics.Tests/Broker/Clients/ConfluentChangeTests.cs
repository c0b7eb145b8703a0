using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>Topics that change while clients of librdkafka use them.</summary>
[Trait("Category", "Integration")]
public sealed class ConfluentChangeTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task AddedPartitions_AreUsedByTheProducerAndReadByTheGroup_WithoutARestart()
    {
        await using var broker = TestBroker.Start();
        using var admin = Admin(broker);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 1, ReplicationFactor = 1 }]);
        using var producer = Producer(broker);
        using var consumer = Consumer(broker);
        consumer.Subscribe("t");
        await producer.ProduceAsync("t", new Message<Null, string> { Value = "first" });
        consumer.Consume(Patience).Message.Value.ShouldBe("first");

        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "t", IncreaseTo = 4 }]);

        HashSet<int> read = [];
        using var timeout = new CancellationTokenSource(Patience);
        while (read.Count < 4)
        {
            await producer.ProduceAsync("t", new Message<Null, string> { Value = "more" }, timeout.Token);
            if (consumer.Consume(TimeSpan.FromMilliseconds(20)) is { } result)
            {
                read.Add(result.Partition.Value);
            }

            timeout.Token.ThrowIfCancellationRequested();
        }

        consumer.Assignment.Count.ShouldBe(4);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public async Task TopicMadeAnew_IsWrittenToAndReadFromItsStart_ByTheSameClients(bool idempotent)
    {
        await using var broker = TestBroker.Start();
        using var admin = Admin(broker);
        TopicSpecification specification = new() { Name = "t", NumPartitions = 1, ReplicationFactor = 1 };
        await admin.CreateTopicsAsync([specification]);
        using var producer = Producer(broker, idempotent);
        using var consumer = Consumer(broker);
        consumer.Subscribe("t");
        for (var i = 0; i < 10; i++)
        {
            await producer.ProduceAsync("t", new Message<Null, string> { Value = $"old {i}" });
            consumer.Consume(Patience).Message.Value.ShouldBe($"old {i}");
        }

        await admin.DeleteTopicsAsync(["t"]);
        await admin.CreateTopicsAsync([specification]);

        // The consumer stands at offset 10, which the new topic has not: it begins at its start (auto.offset.reset), and misses nothing.
        (await ProduceAsync(producer, "new 0")).ShouldBe(0);
        (await ProduceAsync(producer, "new 1")).ShouldBe(1);
        Next(consumer).ShouldBe("new 0");
        Next(consumer).ShouldBe("new 1");
    }

    [Fact]
    public async Task DeletedTopic_IsToldToTheProducer_AndTheConsumerGoesOnWithTheOthers()
    {
        await using var broker = TestBroker.Start(options => options with { AutoCreateTopics = false });
        using var admin = Admin(broker);
        await admin.CreateTopicsAsync(new[] { "going", "staying" }.Select(name => new TopicSpecification { Name = name, NumPartitions = 1, ReplicationFactor = 1 }));
        using var producer = Producer(broker);
        using var consumer = Consumer(broker);
        consumer.Subscribe(["going", "staying"]);
        await producer.ProduceAsync("going", new Message<Null, string> { Value = "a" });
        consumer.Consume(Patience).Message.Value.ShouldBe("a");
        await admin.DeleteTopicsAsync(["going"]);

        var failure = await Should.ThrowAsync<ProduceException<Null, string>>(() => producer.ProduceAsync("going", new Message<Null, string> { Value = "b" }));

        failure.Error.Code.ShouldBeOneOf(ErrorCode.UnknownTopicOrPart, ErrorCode.Local_UnknownTopic, ErrorCode.Local_UnknownPartition, ErrorCode.Local_MsgTimedOut);
        await producer.ProduceAsync("staying", new Message<Null, string> { Value = "c" });
        Next(consumer).ShouldBe("c");
    }

    /// <summary>An idempotent producer may first learn that what it knows of the partition is gone.</summary>
    private static async Task<long> ProduceAsync(IProducer<Null, string> producer, string value) =>
        (await producer.ProduceAsync(new TopicPartition("t", 0), new Message<Null, string> { Value = value })).Offset.Value;

    /// <summary>The next record; that a topic is not known for a moment is an error to look over.</summary>
    private static string Next(IConsumer<Ignore, string> consumer)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (true)
        {
            try
            {
                return consumer.Consume(timeout.Token).Message.Value;
            }
            catch (ConsumeException exception) when (exception.Error.Code is ErrorCode.UnknownTopicOrPart)
            {
            }
        }
    }

    private static IAdminClient Admin(TestBroker broker) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();

    private static IProducer<Null, string> Producer(TestBroker broker, bool idempotent = false) => new ProducerBuilder<Null, string>(new ProducerConfig
    {
        BootstrapServers = broker.BootstrapServers,
        EnableIdempotence = idempotent,
        TopicMetadataRefreshIntervalMs = 200,
        TopicMetadataPropagationMaxMs = 500,
        MessageTimeoutMs = 10_000,
        StickyPartitioningLingerMs = 0,
    }).Build();

    private static IConsumer<Ignore, string> Consumer(TestBroker broker) => new ConsumerBuilder<Ignore, string>(new ConsumerConfig
    {
        BootstrapServers = broker.BootstrapServers,
        GroupId = "g",
        AutoOffsetReset = AutoOffsetReset.Earliest,
        EnableAutoCommit = false,
        TopicMetadataRefreshIntervalMs = 200,
        HeartbeatIntervalMs = 200,
    }).Build();
}
