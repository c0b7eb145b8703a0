using Analytics.Broker;
using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Broker.Clients;

/// <summary>kill -9 of the broker's process while an idempotent producer sends: what was acknowledged is there once, and nothing is there twice.</summary>
public sealed class KillTests : IDisposable
{
    private readonly BrokerFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    [Trait("Category", "Slow")]
    public Task KilledDuringIdempotentProduce_NothingIsLostOrDoubled() => KillAsync(3);

    [Fact]
    [Trait("Category", "Long")]
    public Task KilledAHundredTimesDuringIdempotentProduce_NothingIsLostOrDoubled() => KillAsync(100);

    private async Task KillAsync(int kills)
    {
        var acknowledged = 0;
        var failed = 0;
        var sent = 0;
        await using var broker = await BrokerProcess.StartAsync(_folder.Path);
        using var producer = new ProducerBuilder<Null, byte[]>(new ProducerConfig
        {
            BootstrapServers = $"localhost:{broker.Port}",
            EnableIdempotence = true,
            LingerMs = 5,
            ReconnectBackoffMs = 20,
            ReconnectBackoffMaxMs = 200,
        }).Build();
        for (var kill = 0; kill <= kills; kill++)
        {
            var until = acknowledged + 5_000;
            while (Volatile.Read(ref acknowledged) < until)
            {
                for (var i = 0; i < 100 && sent - Volatile.Read(ref acknowledged) < 50_000; i++)
                {
                    producer.Produce("t", new Message<Null, byte[]> { Value = BitConverter.GetBytes(sent++) }, report =>
                        Interlocked.Increment(ref report.Error.IsError ? ref failed : ref acknowledged));
                }

                producer.Poll(TimeSpan.FromMilliseconds(1));
            }

            await broker.RestartAsync();
        }

        producer.Flush(TimeSpan.FromSeconds(60)).ShouldBe(0);
        await broker.KillAsync();

        failed.ShouldBe(0);
        acknowledged.ShouldBe(sent);
        (await ReadAsync(sent)).ShouldBe(Enumerable.Range(0, sent));
    }

    /// <summary>All values in the log, in order of value: read by a broker in this process over the same folder.</summary>
    private async Task<int[]> ReadAsync(int atLeast)
    {
        await using var broker = EmbeddedBroker.Start(
            new BrokerOptions { DataDirectory = Path.Combine(_folder.Path, "broker"), Port = 0 }, TimeProvider.System, NullLogger.Instance);
        using var consumer = new ConsumerBuilder<Ignore, byte[]>(new ConsumerConfig
        {
            BootstrapServers = broker.BootstrapServers,
            GroupId = "reading",
            EnableAutoCommit = false,
            EnablePartitionEof = true,
            CheckCrcs = true,
        }).Build();
        consumer.Assign(Enumerable.Range(0, 6).Select(partition => new TopicPartitionOffset("t", partition, Offset.Beginning)));
        var values = new List<int>(atLeast);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(120));
        for (var ends = 0; ends < 6;)
        {
            var result = consumer.Consume(timeout.Token);
            if (result.IsPartitionEOF)
            {
                ends++;
            }
            else
            {
                values.Add(BitConverter.ToInt32(result.Message.Value));
            }
        }

        return [.. values.Order()];
    }
}
