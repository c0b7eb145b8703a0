using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

[Trait("Category", "Integration")]
public sealed class ConfluentGroupTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    [Theory]
    [InlineData(PartitionAssignmentStrategy.Range)]
    [InlineData(PartitionAssignmentStrategy.CooperativeSticky)]
    public async Task TwoMembers_ShareThePartitions_AndOneTakesAllWhenTheOtherLeaves(PartitionAssignmentStrategy strategy)
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("t", 4, new Dictionary<string, string>(), validateOnly: false);
        using var first = Join(broker, strategy);
        WaitFor(() => first.Assignment.Count == 4, first);
        using (var second = Join(broker, strategy))
        {
            WaitFor(() => first.Assignment.Count == 2 && second.Assignment.Count == 2, first, second);
            first.Assignment.Concat(second.Assignment).Distinct().Count().ShouldBe(4);
            second.Close();
        }

        WaitFor(() => first.Assignment.Count == 4, first);
    }

    [Fact]
    public async Task CommittedOffsets_SurviveARestart_AndTheNextMemberGoesOnThere()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("t", 1, new Dictionary<string, string>(), validateOnly: false);
        using (var producer = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers }).Build())
        {
            foreach (var value in (string[])["a", "b", "c"])
            {
                await producer.ProduceAsync("t", new Message<Null, string> { Value = value });
            }
        }

        using (var consumer = Join(broker, PartitionAssignmentStrategy.Range))
        {
            consumer.Consume(Patience).Message.Value.ShouldBe("a");
            var second = consumer.Consume(Patience);
            consumer.Commit([new TopicPartitionOffset(second.TopicPartition, second.Offset + 1)]);
            consumer.Close();
        }

        await broker.RestartAsync();
        using var next = Join(broker, PartitionAssignmentStrategy.Range);
        next.Consume(Patience).Message.Value.ShouldBe("c");
        next.Committed([new TopicPartition("t", 0)], Patience).ShouldHaveSingleItem().Offset.Value.ShouldBe(2);
    }

    [Fact]
    public async Task StaticMember_ComesBack_WithItsPartitions()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("t", 2, new Dictionary<string, string>(), validateOnly: false);
        using (var consumer = Join(broker, PartitionAssignmentStrategy.Range, instance: "one"))
        {
            WaitFor(() => consumer.Assignment.Count == 2, consumer);
        }

        using var again = Join(broker, PartitionAssignmentStrategy.Range, instance: "one");
        WaitFor(() => again.Assignment.Count == 2, again);
    }

    private static IConsumer<Ignore, string> Join(TestBroker broker, PartitionAssignmentStrategy strategy, string? instance = null)
    {
        var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = "g",
            GroupInstanceId = instance,
            AutoOffsetReset = AutoOffsetReset.Earliest,
            PartitionAssignmentStrategy = strategy,
            EnableAutoCommit = false,
            HeartbeatIntervalMs = 200,
            SessionTimeoutMs = 10_000,
        }).Build();
        consumer.Subscribe("t");
        return consumer;
    }

    private static void WaitFor(Func<bool> condition, params IConsumer<Ignore, string>[] consumers)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (!condition())
        {
            timeout.Token.ThrowIfCancellationRequested();
            foreach (var consumer in consumers)
            {
                consumer.Consume(TimeSpan.FromMilliseconds(50));
            }
        }
    }
}
