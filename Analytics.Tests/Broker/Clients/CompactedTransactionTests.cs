using Confluent.Kafka;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>Transactions in a topic that is compacted all the while.</summary>
[Trait("Category", "Integration")]
public sealed class CompactedTransactionTests
{
    private const int Keys = 10;
    private const int Transactions = 120;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private static readonly Dictionary<string, string> Compacted = new()
    {
        ["cleanup.policy"] = "compact",
        ["segment.bytes"] = "4096",
        ["min.cleanable.dirty.ratio"] = "0.01",
        ["delete.retention.ms"] = "0",
    };

    /// <summary>Every third transaction is aborted; a key's last committed value is all that has to stay of it.</summary>
    [Fact]
    public async Task AbortedRecordsGo_CommittedStay_AndNoCommittedReaderStalls()
    {
        await using var broker = TestBroker.Start(options => options with { CleaningInterval = TimeSpan.FromMilliseconds(50) });
        broker.Running.Topics.Create("t", 1, Compacted, validateOnly: false);
        var log = broker.Running.Topics.Partition("t", 0)!;
        using var along = Consumer(broker, IsolationLevel.ReadCommitted);
        along.Assign(new TopicPartitionOffset("t", 0, Offset.Beginning));
        Dictionary<string, string> expected = [];
        Dictionary<string, string> seen = [];
        using (var producer = new ProducerBuilder<string, string>(new ProducerConfig { BootstrapServers = broker.BootstrapServers, TransactionalId = "tx", LingerMs = 0 }).Build())
        {
            producer.InitTransactions(Patience);
            for (var i = 0; i < Transactions; i++)
            {
                producer.BeginTransaction();
                for (var j = 0; j < 5; j++)
                {
                    var key = $"k{((i * 3) + j) % Keys}";
                    producer.Produce(new TopicPartition("t", 0), new Message<string, string> { Key = key, Value = $"{(i % 3 == 0 ? "aborted" : "v")} {i} {new string('x', 50)}" });
                    if (i % 3 != 0)
                    {
                        expected[key] = $"v {i} {new string('x', 50)}";
                    }
                }

                producer.Flush(Patience);
                if (i % 3 == 0)
                {
                    producer.AbortTransaction(Patience);
                }
                else
                {
                    producer.CommitTransaction(Patience);
                }

                ReadToEnd(along, seen);
            }
        }

        using (var timeout = new CancellationTokenSource(Patience))
        {
            while (!expected.All(seen.Contains))
            {
                timeout.Token.ThrowIfCancellationRequested();
                ReadToEnd(along, seen);
            }
        }

        var written = log.EndOffset;
        await CompactedAsync(broker);

        var committed = ReadAll(broker, IsolationLevel.ReadCommitted);
        committed.Count.ShouldBeLessThan(Transactions);
        committed.ShouldAllBe(record => record.Value.StartsWith('v'));
        committed.GroupBy(record => record.Key).ToDictionary(records => records.Key, records => records.Last().Value).ShouldBe(expected, ignoreOrder: true);
        await broker.RestartAsync();
        ReadAll(broker, IsolationLevel.ReadCommitted).ShouldBe(committed);
        broker.Running.Topics.Partition("t", 0)!.EndOffset.ShouldBe(written);
    }

    /// <summary>Waits until what is read without isolation has no more of what was aborted in sealed segments: little is in the last one.</summary>
    private static async Task CompactedAsync(TestBroker broker)
    {
        using var timeout = new CancellationTokenSource(Patience);
        while (ReadAll(broker, IsolationLevel.ReadUncommitted).Count > Keys + (4096 / 50))
        {
            await Task.Delay(50, timeout.Token);
        }
    }

    private static List<KeyValuePair<string, string>> ReadAll(TestBroker broker, IsolationLevel isolation)
    {
        using var consumer = Consumer(broker, isolation);
        consumer.Assign(new TopicPartitionOffset("t", 0, Offset.Beginning));
        List<KeyValuePair<string, string>> records = [];
        using var timeout = new CancellationTokenSource(Patience);
        for (var result = consumer.Consume(timeout.Token); !result.IsPartitionEOF; result = consumer.Consume(timeout.Token))
        {
            records.Add(new(result.Message.Key, result.Message.Value));
        }

        return records;
    }

    private static void ReadToEnd(IConsumer<string, string> consumer, Dictionary<string, string> seen)
    {
        while (consumer.Consume(TimeSpan.FromMilliseconds(5)) is { } result)
        {
            if (!result.IsPartitionEOF)
            {
                seen[result.Message.Key] = result.Message.Value;
            }
        }
    }

    private static IConsumer<string, string> Consumer(TestBroker broker, IsolationLevel isolation) => new ConsumerBuilder<string, string>(new ConsumerConfig
    {
        BootstrapServers = broker.BootstrapServers,
        GroupId = "reading",
        EnableAutoCommit = false,
        EnablePartitionEof = true,
        CheckCrcs = true,
        IsolationLevel = isolation,
    }).Build();
}
