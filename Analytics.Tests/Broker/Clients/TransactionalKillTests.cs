using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>
/// kill -9 of the broker's process while a transactional producer writes records and a group's offset, and a read_committed consumer reads: what was
/// committed is seen once and in order, what was aborted never, and the offset is that of the last commit.
/// </summary>
public sealed class TransactionalKillTests : IDisposable
{
    private const int RecordsInTransaction = 20;
    private const int Partitions = 6;

    private readonly BrokerFolder _folder = new();
    private readonly List<int> _committed = [];
    private int _steps;
    private bool _isCommitting;

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public Task KilledDuringTransactions_CommittedIsSeenOnce_AbortedNever() => KillAsync(3);

    [Fact]
    [Trait("Category", "Long")]
    public Task KilledAHundredTimesDuringTransactions_CommittedIsSeenOnce_AbortedNever() => KillAsync(100);

    private async Task KillAsync(int kills)
    {
        await using var broker = await BrokerProcess.StartAsync(_folder.Path);
        using var ended = new CancellationTokenSource();
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = $"localhost:{broker.Port}",
            GroupId = "progress",
            IsolationLevel = IsolationLevel.ReadCommitted,
            EnableAutoCommit = false,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 200,
        }).Build();
        var produced = Task.Run(() => Produce(broker.Port, consumer.ConsumerGroupMetadata, ended.Token), TestContext.Current.CancellationToken);
        var seen = new List<int>();
        consumer.Assign(Enumerable.Range(0, Partitions).Select(partition => new TopicPartitionOffset("t", partition, Offset.Beginning)));

        var random = new Random(4711);
        for (var kill = 0; kill < kills; kill++)
        {
            // Anywhere between the beginning of a transaction and the answer to its end, after some whole ones.
            var target = Volatile.Read(ref _steps) + random.Next(10 * RecordsInTransaction, 30 * RecordsInTransaction);
            while (Volatile.Read(ref _steps) < target && !produced.IsCompleted)
            {
                Read(TimeSpan.FromMilliseconds(1));
            }

            produced.IsCompleted.ShouldBeFalse(produced.Exception?.ToString());
            await broker.RestartAsync();
        }

        await ended.CancelAsync();
        var transactions = await produced;
        var expected = _committed.Count * RecordsInTransaction;
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (seen.Count < expected && !timeout.IsCancellationRequested)
        {
            Read(TimeSpan.FromMilliseconds(100));
        }

        Read(TimeSpan.FromMilliseconds(500)); // what should not be there would come now
        transactions.ShouldBeGreaterThan(_committed.Count, "some were to be aborted");
        seen.ShouldBe(_committed.SelectMany(id => Enumerable.Repeat(id, RecordsInTransaction)), ignoreOrder: true);
        consumer.Committed([new TopicPartition("t", 0)], TimeSpan.FromSeconds(20))[0].Offset.Value.ShouldBe(_committed[^1]);

        void Read(TimeSpan wait)
        {
            while (TryConsume(wait) is { } message)
            {
                seen.Add(BitConverter.ToInt32(message));
            }
        }

        byte[]? TryConsume(TimeSpan wait)
        {
            try
            {
                return consumer.Consume(wait)?.Message.Value;
            }
            catch (ConsumeException exception) when (exception.Error.Code is ErrorCode.UnknownTopicOrPart)
            {
                return null; // the first transaction makes the topic
            }
        }
    }

    /// <summary>Transactions one after another, every fifth to be aborted; the committed ones are in <see cref="_committed"/>. Returns how many there were.</summary>
    private int Produce(int port, IConsumerGroupMetadata group, CancellationToken ended)
    {
        var id = 0;
        while (!ended.IsCancellationRequested)
        {
            using var producer = CreateProducer(port);
            producer.InitTransactions(TimeSpan.FromSeconds(60));
            try
            {
                for (; !ended.IsCancellationRequested; id++)
                {
                    producer.BeginTransaction();
                    for (var i = 0; i < RecordsInTransaction; i++)
                    {
                        producer.Produce(new TopicPartition("t", i % Partitions), new Message<Null, byte[]> { Value = BitConverter.GetBytes(id) });
                        Interlocked.Increment(ref _steps);
                    }

                    if (TryEnd(producer, group, id, commit: id % 5 != 4))
                    {
                        _committed.Add(id);
                    }
                }
            }
            catch (KafkaException exception) when (exception.Error is { IsFatal: true, Code: ErrorCode.InvalidTxnState } && !_isCommitting)
            {
                // The kill took the request that was to begin the transaction, and librdkafka aborts it all the same: to the broker the last one is over,
                // and it says so, as Apache Kafka does. As an application must, on with a new producer.
                id++;
            }
        }

        return id;
    }

    private static IProducer<Null, byte[]> CreateProducer(int port) => new ProducerBuilder<Null, byte[]>(new ProducerConfig
    {
        BootstrapServers = $"localhost:{port}",
        TransactionalId = "killed",
        LingerMs = 1,

        // With its rebootstrap librdkafka 2.16 waits for the coordinator on a connection that it has given up, when a cluster's only broker returns.
        MetadataRecoveryStrategy = MetadataRecoveryStrategy.None,
        ReconnectBackoffMs = 20,
        ReconnectBackoffMaxMs = 200,
    }).Build();

    private bool TryEnd(IProducer<Null, byte[]> producer, IConsumerGroupMetadata group, int id, bool commit)
    {
        _isCommitting = commit;
        if (commit)
        {
            try
            {
                Retry(() => producer.SendOffsetsToTransaction([new TopicPartitionOffset("t", 0, id)], group, TimeSpan.FromSeconds(10)));
                Retry(() => producer.CommitTransaction(TimeSpan.FromSeconds(10)));
                return true;
            }
            catch (KafkaTxnRequiresAbortException)
            {
                // The broker has not committed it, and never will.
                _isCommitting = false;
            }
        }

        Retry(() => producer.AbortTransaction(TimeSpan.FromSeconds(10)));
        return false;
    }

    private static void Retry(Action action)
    {
        while (true)
        {
            try
            {
                action();
                return;
            }
            catch (KafkaRetriableException)
            {
                // The broker is away: the same request again has the same answer.
            }
        }
    }
}
