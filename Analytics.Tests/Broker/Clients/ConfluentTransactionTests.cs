using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

[Trait("Category", "Integration")]
public sealed class ConfluentTransactionTests
{
    private static readonly TimeSpan Timeout = TimeSpan.FromSeconds(30);

    [Fact]
    public async Task CommittedAndAborted_ReadCommitted_SeesTheCommittedOnly()
    {
        await using var broker = TestBroker.Start();
        using var producer = Producer(broker, "tx");
        for (var i = 0; i < 10; i++)
        {
            producer.BeginTransaction();
            producer.Produce(new TopicPartition("t", i % 2), new Message<Null, string> { Value = $"{i}" });
            producer.Flush(Timeout);
            if (i % 3 == 0)
            {
                producer.AbortTransaction(Timeout);
            }
            else
            {
                producer.CommitTransaction(Timeout);
            }
        }

        await broker.RestartAsync();
        Read(broker, IsolationLevel.ReadCommitted).ShouldBe(["1", "2", "4", "5", "7", "8"], ignoreOrder: true);
        Read(broker, IsolationLevel.ReadUncommitted).Count.ShouldBe(10);
    }

    [Fact]
    public async Task OpenTransaction_HoldsReadCommittedBack_UntilItEnds()
    {
        await using var broker = TestBroker.Start();
        using var producer = Producer(broker, "tx");
        using var plain = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers }).Build();
        producer.BeginTransaction();
        producer.Produce(new TopicPartition("t", 0), new Message<Null, string> { Value = "open" });
        producer.Flush(Timeout);
        await plain.ProduceAsync(new TopicPartition("t", 0), new Message<Null, string> { Value = "after" });

        Read(broker, IsolationLevel.ReadCommitted).ShouldBeEmpty();
        producer.CommitTransaction(Timeout);
        Read(broker, IsolationLevel.ReadCommitted).ShouldBe(["open", "after"]);
    }

    [Fact]
    public async Task SecondProducer_WithTheSameId_FencesTheFirst()
    {
        await using var broker = TestBroker.Start();
        using var first = Producer(broker, "tx");
        first.BeginTransaction();
        await first.ProduceAsync(new TopicPartition("t", 0), new Message<Null, string> { Value = "lost" });
        using var second = Producer(broker, "tx");

        var failure = Should.Throw<KafkaException>(() => first.CommitTransaction(Timeout));
        failure.Error.Code.ShouldBeOneOf(ErrorCode.Local_Fenced, ErrorCode.ProducerFenced, ErrorCode.InvalidProducerEpoch);
        second.BeginTransaction();
        second.Produce(new TopicPartition("t", 0), new Message<Null, string> { Value = "kept" });
        second.CommitTransaction(Timeout);
        Read(broker, IsolationLevel.ReadCommitted).ShouldBe(["kept"]);
    }

    [Fact]
    public async Task ConsumeTransformProduce_MovesOffsetsWithTheRecords()
    {
        await using var broker = TestBroker.Start();
        using var plain = new ProducerBuilder<Null, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers }).Build();
        for (var i = 0; i < 20; i++)
        {
            await plain.ProduceAsync("in", new Message<Null, string> { Value = $"{i}" });
        }

        using var producer = Producer(broker, "tx");
        using (var consumer = Consumer(broker))
        {
            consumer.Subscribe("in");
            for (var round = 0; round < 4; round++)
            {
                producer.BeginTransaction();
                for (var i = 0; i < 5; i++)
                {
                    producer.Produce(new TopicPartition("t", 0), new Message<Null, string> { Value = consumer.Consume(Timeout).Message.Value });
                }

                var positions = consumer.Assignment.Select(partition => new TopicPartitionOffset(partition, consumer.Position(partition)));
                producer.SendOffsetsToTransaction(positions.Where(position => position.Offset >= 0), consumer.ConsumerGroupMetadata, Timeout);
                if (round == 3)
                {
                    producer.AbortTransaction(Timeout);
                }
                else
                {
                    producer.CommitTransaction(Timeout);
                }
            }

            consumer.Close();
        }

        Read(broker, IsolationLevel.ReadCommitted).Count.ShouldBe(15);
        using var again = Consumer(broker);
        again.Subscribe("in");
        var rest = Enumerable.Range(0, 5).Select(_ => again.Consume(Timeout).Message.Value).ToArray();
        rest.Concat(Read(broker, IsolationLevel.ReadCommitted)).ShouldBe(Enumerable.Range(0, 20).Select(i => $"{i}"), ignoreOrder: true);
    }

    private static IProducer<Null, string> Producer(TestBroker broker, string id)
    {
        var producer = new ProducerBuilder<Null, string>(new ProducerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            TransactionalId = id,
            LingerMs = 1,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 200,
        }).Build();
        producer.InitTransactions(Timeout);
        return producer;
    }

    private static IConsumer<Ignore, string> Consumer(TestBroker broker) => new ConsumerBuilder<Ignore, string>(new ConsumerConfig
    {
        BootstrapServers = broker.BootstrapServers,
        GroupId = "g",
        EnableAutoCommit = false,
        AutoOffsetReset = AutoOffsetReset.Earliest,
        IsolationLevel = IsolationLevel.ReadCommitted,
    }).Build();

    /// <summary>All of topic "t" up to where a consumer of this isolation can see.</summary>
    private static List<string> Read(TestBroker broker, IsolationLevel isolation)
    {
        using var consumer = new ConsumerBuilder<Ignore, string>(new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = "reading",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            CheckCrcs = true,
            IsolationLevel = isolation,
        }).Build();
        consumer.Assign([new TopicPartitionOffset("t", 0, Offset.Beginning), new TopicPartitionOffset("t", 1, Offset.Beginning)]);
        var values = new List<string>();
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        for (var ends = 0; ends < 2;)
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

        return values;
    }
}
