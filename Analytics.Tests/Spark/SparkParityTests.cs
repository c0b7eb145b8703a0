using Analytics.Benchmarks.Jvm;
using Analytics.Benchmarks.Reference;
using Analytics.Contracts.Parsing;
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
            await using var onSpark = new PlatformRun(Path.Combine(folder, "spark"), kafka.BootstrapServers, spark);
            var schema = await onSpark.StartRegistryAsync();
            var topic = new ParityTopic(events, seed: 6) { Incompatible = await onSpark.RegisterIncompatibleAsync(), Oversized = 6_000 };
            onSpark.Settings["Streaming__MaxValueBytes"] = "5000";
            await topic.FillAsync(kafka.BootstrapServers, onSpark.Pipeline.Source.Topic, schema, cancellation);
            await onSpark.StartAsync();
            var ledger = await onSpark.DrainAsync();
            await onSpark.DisposeAsync();

            await using var embedded = new PlatformRun(Path.Combine(folder, "embedded"), kafka.BootstrapServers, spark: null);
            (await embedded.StartRegistryAsync()).ShouldBe(schema);
            (await embedded.RegisterIncompatibleAsync()).ShouldBe(topic.Incompatible.Value);
            embedded.Settings["Streaming__MaxValueBytes"] = "5000";
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

            var letters = embedded.DeadLetters();
            onSpark.DeadLetters().ShouldBe(letters);
            var reasons = Enum.GetValues<DeadLetterReason>().Where(reason => reason != DeadLetterReason.None).Select(reason => $"|{reason.WireName()}|").ToList();
            reasons.ShouldAllBe(reason => letters.Exists(letter => letter.Contains(reason)));

            // Both have sent each of them to the same topic.
            var sent = SideTopic.Read(kafka.BootstrapServers, $"{onSpark.Pipeline.Source.Topic}.dlq", "dlq.detail", cancellation);
            sent.Count.ShouldBe(2 * letters.Count);
            sent.GroupBy(letter => letter).ShouldAllBe(letter => letter.Count() == 2);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static (long Consumed, long Accepted, long Duplicate, long Late, long DeadLettered, long Gold, long Quarantined) Counts(Ledger ledger) =>
        (ledger.Consumed, ledger.Accepted, ledger.Duplicate, ledger.Late, ledger.DeadLettered, ledger.Gold, ledger.Quarantined);
}
