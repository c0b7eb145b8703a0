using Analytics.Benchmarks.Jvm;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>Spark killed in the middle of a batch: nothing is lost and nothing doubled.</summary>
[Trait("Category", "Spark")]
public sealed class SparkKillTests
{
    private const int Events = 8_000;

    [Fact(Timeout = 600_000)]
    public async Task SparkKilledMidBatch_EveryEventIsInGoldOnce()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME", "SPARK_HOME") is not null, "needs java, KAFKA_HOME and SPARK_HOME");
        var cancellation = TestContext.Current.CancellationToken;
        var folder = Directory.CreateTempSubdirectory("analytics-kill-").FullName;
        try
        {
            await using var kafka = await KafkaProcess.StartAsync(Path.Combine(folder, "kafka"), cancellation);
            var first = await SparkProcess.StartAsync(Path.Combine(folder, "first"), cancellation);
            await using var run = new PlatformRun(Path.Combine(folder, "data"), kafka.BootstrapServers, first.ConnectionString);
            run.Settings["Spark__MaxOffsetsPerTrigger"] = "2000";
            var topic = new ParityTopic(Events, seed: 9);
            var schema = await run.StartRegistryAsync();
            await topic.FillAsync(kafka.BootstrapServers, run.Pipeline.Source.Topic, schema, cancellation);
            await topic.SendLateAsync(kafka.BootstrapServers, run.Pipeline.Source.Topic, schema, count: 200, cancellation);
            await run.StartAsync();

            // In the lake are some batches and not all: the next one is being worked on.
            long consumed;
            while ((consumed = (await run.LedgerAsync()).Consumed) == 0)
            {
                await Task.Delay(100, cancellation);
            }

            // kill -9: an ordinary stop would let it finish its batch.
            await first.Process.KillAsync();
            await first.DisposeAsync();
            consumed.ShouldBeLessThan(topic.Sent);
            while ((await run.StatusAsync())["state"]!.GetValue<string>() != "waiting_for_spark")
            {
                await Task.Delay(100, cancellation);
            }

            await using var second = await SparkProcess.StartAsync(Path.Combine(folder, "second"), cancellation, first.Port);
            var ledger = await run.DrainAsync();

            (ledger.Consumed, ledger.Accepted, ledger.Duplicate, ledger.Late, ledger.DeadLettered, ledger.Gold).ShouldBe(
                (topic.Sent, Events, topic.Duplicates, topic.Late, topic.Poison, Events));
            run.Gold("events").Count.ShouldBe(Events);
            run.Gold("events").Distinct().Count().ShouldBe(Events);
            run.DeadLetters().Count.ShouldBe((int)topic.Poison);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }
}
