using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

[Trait("Category", "Integration")]
public sealed class ConfluentAdminTests
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task Topics_AreCreatedDescribedListedAndDeleted()
    {
        await using var broker = TestBroker.Start();
        using var admin = Admin(broker);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 3, ReplicationFactor = 1, Configs = new() { ["segment.bytes"] = "2048" } }]);

        admin.GetMetadata("t", Patience).Topics.ShouldHaveSingleItem().Partitions.Count.ShouldBe(3);
        var configs = await admin.DescribeConfigsAsync([new ConfigResource { Type = ResourceType.Topic, Name = "t" }]);
        configs.ShouldHaveSingleItem().Entries["segment.bytes"].Value.ShouldBe("2048");
        var twice = await Should.ThrowAsync<CreateTopicsException>(() => admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 1, ReplicationFactor = 1 }]));
        twice.Results.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCode.TopicAlreadyExists);

        await admin.DeleteTopicsAsync(["t"]);
        admin.GetMetadata(Patience).Topics.ShouldBeEmpty();
        Directory.Exists(Path.Combine(broker.Options.DataDirectory, "topics", "t")).ShouldBeFalse();
    }

    [Theory]
    [InlineData("a/b", 1, 1, ErrorCode.TopicException)]
    [InlineData("t", 0, 1, ErrorCode.InvalidPartitions)]
    [InlineData("t", 1, 3, ErrorCode.InvalidReplicationFactor)]
    public async Task CreateTopics_ThatCannotBe_AreRefused(string name, int partitions, short replicas, ErrorCode expected)
    {
        await using var broker = TestBroker.Start();
        using var admin = Admin(broker);

        var refused = await Should.ThrowAsync<CreateTopicsException>(
            () => admin.CreateTopicsAsync([new TopicSpecification { Name = name, NumPartitions = partitions, ReplicationFactor = replicas }]));

        refused.Results.ShouldHaveSingleItem().Error.Code.ShouldBe(expected);
    }

    /// <summary>The id tells a topic from an earlier one of the same name, and outlives the broker (KIP-516).</summary>
    [Fact]
    public async Task TopicIds_AreStableUntilTheTopicIsMadeAnew()
    {
        await using var broker = TestBroker.Start();
        using var admin = Admin(broker);
        await CreateAsync();
        var first = (await DescribeAsync()).TopicId.ToString();
        first.ShouldNotBe(new Uuid(0, 0).ToString());
        await broker.RestartAsync();
        (await DescribeAsync()).TopicId.ToString().ShouldBe(first);

        await admin.DeleteTopicsAsync(["t"]);
        await CreateAsync();

        (await DescribeAsync()).TopicId.ToString().ShouldNotBe(first);

        Task CreateAsync() => admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 1, ReplicationFactor = 1 }]);

        async Task<TopicDescription> DescribeAsync() =>
            (await admin.DescribeTopicsAsync(TopicCollection.OfTopicNames(["t"]))).TopicDescriptions.ShouldHaveSingleItem();
    }

    [Fact]
    public async Task CreatePartitions_AddsEmptyOnesAndKeepsTheRest()
    {
        await using var broker = TestBroker.Start();
        using var admin = Admin(broker);
        await admin.CreateTopicsAsync([new TopicSpecification { Name = "t", NumPartitions = 1, ReplicationFactor = 1 }]);
        using (var before = Producer(broker))
        {
            await before.ProduceAsync(new TopicPartition("t", 0), new Message<Null, string> { Value = "x" });
        }

        await admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "t", IncreaseTo = 3 }]);
        var fewer = await Should.ThrowAsync<CreatePartitionsException>(() => admin.CreatePartitionsAsync([new PartitionsSpecification { Topic = "t", IncreaseTo = 2 }]));
        fewer.Results.ShouldHaveSingleItem().Error.Code.ShouldBe(ErrorCode.InvalidPartitions);
        await broker.RestartAsync();

        admin.GetMetadata("t", Patience).Topics.ShouldHaveSingleItem().Partitions.Count.ShouldBe(3);
        // A producer that knew the topic before goes by its own metadata until it refreshes them.
        using var producer = Producer(broker);
        (await producer.ProduceAsync(new TopicPartition("t", 2), new Message<Null, string> { Value = "y" })).Offset.Value.ShouldBe(0);
        (await Offset(admin, OffsetSpec.Latest())).ShouldBe(1);
    }

    [Fact]
    public async Task Offsets_ByTime_AreThoseOfTheFirstRecordAtOrAfter()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("t", 1, new Dictionary<string, string>(), validateOnly: false);
        using var producer = Producer(broker);
        foreach (var time in (long[])[1_000, 2_000, 3_000])
        {
            await producer.ProduceAsync("t", new Message<Null, string> { Value = "x", Timestamp = new Timestamp(time, TimestampType.CreateTime) });
        }

        using var admin = Admin(broker);
        (await Offset(admin, OffsetSpec.ForTimestamp(1_500))).ShouldBe(1);
        (await Offset(admin, OffsetSpec.Earliest())).ShouldBe(0);
        (await Offset(admin, OffsetSpec.Latest())).ShouldBe(3);
        (await Offset(admin, OffsetSpec.MaxTimestamp())).ShouldBe(2);
    }

    [Fact]
    public async Task Groups_AreListedAndDescribed()
    {
        await using var broker = TestBroker.Start();
        broker.Running.Topics.Create("t", 2, new Dictionary<string, string>(), validateOnly: false);
        using var consumer = new ConsumerBuilder<Ignore, Ignore>(new ConsumerConfig { BootstrapServers = broker.BootstrapServers, GroupId = "g" }).Build();
        consumer.Subscribe("t");
        using var timeout = new CancellationTokenSource(Patience);
        while (consumer.Assignment.Count < 2)
        {
            timeout.Token.ThrowIfCancellationRequested();
            consumer.Consume(TimeSpan.FromMilliseconds(50));
        }

        using var admin = Admin(broker);
        (await admin.ListConsumerGroupsAsync()).Valid.ShouldHaveSingleItem().GroupId.ShouldBe("g");
        var group = (await admin.DescribeConsumerGroupsAsync(["g", "none"])).ConsumerGroupDescriptions;
        group[0].State.ShouldBe(ConsumerGroupState.Stable);
        group[0].Members.ShouldHaveSingleItem().Assignment.TopicPartitions.Count.ShouldBe(2);
        group[1].State.ShouldBe(ConsumerGroupState.Dead);
    }

    private static IProducer<Null, string> Producer(TestBroker broker) => new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers }).Build();

    private static IAdminClient Admin(TestBroker broker) => new AdminClientBuilder(new AdminClientConfig { BootstrapServers = broker.BootstrapServers }).Build();

    private static async Task<long> Offset(IAdminClient admin, OffsetSpec spec)
    {
        var listed = await admin.ListOffsetsAsync([new TopicPartitionOffsetSpec { TopicPartition = new TopicPartition("t", 0), OffsetSpec = spec }]);
        return listed.ResultInfos.ShouldHaveSingleItem().TopicPartitionOffsetError.Offset.Value;
    }
}
