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
    [InlineData(PartitionAssignmentStrategy.RoundRobin)]
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
    public async Task MemberThatWantsTheNewProtocol_IsToldThatTheBrokerHasItNot()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("t", 1, new Dictionary<string, string>(), validateOnly: false);
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = "g",
            GroupProtocol = GroupProtocol.Consumer,
        }).Build();

        consumer.Subscribe("t");
        var error = Should.Throw<ConsumeException>(() => consumer.Consume(Patience).ShouldNotBeNull("it was told nothing")).Error;

        error.IsFatal.ShouldBeTrue();
        error.Reason.ShouldBe("ConsumerGroupHeartbeat fatal error: Broker: API version not supported");
    }

    /// <summary>A static member (KIP-345) that comes back within its session has its partitions at once: no other member hears of it.</summary>
    [Fact]
    public async Task StaticMember_ComesBack_WithItsPartitions_AndNobodyElseRebalances()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("t", 2, new Dictionary<string, string>(), validateOnly: false);
        var assignments = 0;
        using var other = Join(broker, PartitionAssignmentStrategy.Range, instance: "two", assigned: () => assignments++);
        List<TopicPartition> owned;
        using (var consumer = Join(broker, PartitionAssignmentStrategy.Range, instance: "one"))
        {
            WaitFor(() => consumer.Assignment.Count == 1 && other.Assignment.Count == 1, consumer, other);
            owned = consumer.Assignment;
        }

        var before = assignments;
        using var again = Join(broker, PartitionAssignmentStrategy.Range, instance: "one");
        WaitFor(() => again.Assignment.Count == 1, again, other);

        again.Assignment.ShouldBe(owned);
        assignments.ShouldBe(before);
    }

    [Fact]
    public async Task StaticMember_WhoseInstanceJoinsElsewhere_IsFenced()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("t", 2, new Dictionary<string, string>(), validateOnly: false);
        using var consumer = Join(broker, PartitionAssignmentStrategy.Range, instance: "one");
        WaitFor(() => consumer.Assignment.Count == 2, consumer);
        using var twin = Join(broker, PartitionAssignmentStrategy.Range, instance: "one");

        var fenced = Should.Throw<ConsumeException>(() => WaitFor(() => false, twin, consumer));

        fenced.Error.Code.ShouldBeOneOf(ErrorCode.FencedInstanceId, ErrorCode.Local_Fatal);
        WaitFor(() => twin.Assignment.Count == 2, twin);
    }

    private static IConsumer<Ignore, string> Join(TestBroker broker, PartitionAssignmentStrategy strategy, string? instance = null, Action? assigned = null)
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
        }).SetPartitionsAssignedHandler((_, _) => assigned?.Invoke()).Build();
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
