using Analytics.Benchmarks.Jvm;
using Analytics.Benchmarks.Reference;
using Analytics.Tests.SparkConnect;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>Two engines, one answer: the same topic of Apache Kafka through the embedded engine and through Apache Spark.</summary>
[Trait("Category", "Spark")]
public sealed class SparkParityTests(SparkServer server)
{
    [Fact(Timeout = 600_000)]
    public Task TheEngines_GiveTheSameGoldAndLedger() => CompareAsync(events: 20_000, TestContext.Current.CancellationToken);

    [Fact]
    [Trait("Category", "Long")]
    public Task TheEngines_GiveTheSameGoldAndLedger_OfHalfAMillion() => CompareAsync(events: 500_000, TestContext.Current.CancellationToken);

    private async Task CompareAsync(int events, CancellationToken cancellation)
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        var spark = await server.ConnectionStringAsync();
        var folder = Directory.CreateTempSubdirectory("analytics-parity-").FullName;
        try
        {
            await using var kafka = await KafkaProcess.StartAsync(Path.Combine(folder, "kafka"), cancellation);
            var topic = new ParityTopic(events, seed: 6);
            await using var onSpark = new PlatformRun(Path.Combine(folder, "spark"), kafka.BootstrapServers, spark);
            var schema = await onSpark.StartRegistryAsync();
            await topic.FillAsync(kafka.BootstrapServers, onSpark.Pipeline.Source.Topic, schema, cancellation);
            await onSpark.StartAsync();
            var ledger = await onSpark.DrainAsync();
            await onSpark.DisposeAsync();

            await using var embedded = new PlatformRun(Path.Combine(folder, "embedded"), kafka.BootstrapServers, spark: null);
            (await embedded.StartRegistryAsync()).ShouldBe(schema);
            await embedded.StartAsync();
            var expected = await embedded.DrainAsync();
            await embedded.DisposeAsync();

            Counts(ledger).ShouldBe(Counts(expected));
            Counts(expected).ShouldBe((topic.Sent, events, topic.Duplicates, 0, topic.Poison, events, 0));
            foreach (var table in onSpark.Pipeline.Tables.Select(table => table.Name).Prepend("events"))
            {
                var rows = embedded.Gold(table);
                rows.ShouldNotBeEmpty(table);
                onSpark.Gold(table).ShouldBe(rows, table);
            }

            onSpark.DeadLetters().ShouldBe(embedded.DeadLetters());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (long Consumed, long Accepted, long Duplicate, long Late, long DeadLettered, long Gold, long Quarantined) Counts(Ledger ledger) =>
        (ledger.Consumed, ledger.Accepted, ledger.Duplicate, ledger.Late, ledger.DeadLettered, ledger.Gold, ledger.Quarantined);
}
