using System.Text.Json;
using Analytics.Benchmarks.Jvm;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Tests.SparkConnect;
using Analytics.Tests.Streaming;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>Late events on Spark: in the ledger apart from repeats, in their table and topic, and in the metrics; also when the word of Spark on a batch is lost.</summary>
[Trait("Category", "Spark")]
public sealed class SparkLateTests(SparkServer server)
{
    private const int Events = 6_000;
    private const int LateEvents = 300;
    private const int InTransaction = 60;

    [Fact(Timeout = 600_000)]
    public async Task LateEventsAndRepeats_AreCountedApart_ByPartition_ThroughARestart_AndInTheMetrics()
    {
        Assert.SkipWhen(JavaCommand.Missing("KAFKA_HOME") is not null, "needs java and KAFKA_HOME");
        var cancellation = TestContext.Current.CancellationToken;
        var spark = await server.ConnectionStringAsync();
        var folder = Directory.CreateTempSubdirectory("analytics-late-").FullName;
        try
        {
            await using var kafka = await KafkaProcess.StartAsync(Path.Combine(folder, "kafka"), cancellation);
            await using var metrics = await OtlpReceiver.StartAsync(cancellation);
            await using var run = new PlatformRun(Path.Combine(folder, "data"), kafka.BootstrapServers, spark);
            metrics.Environment.ToList().ForEach(setting => run.Settings.Add(setting.Key, setting.Value));
            var name = run.Pipeline.Source.Topic;
            var schema = await run.StartRegistryAsync();
            var topic = new ParityTopic(Events, seed: 12);
            await topic.FillAsync(kafka.BootstrapServers, name, schema, cancellation);
            await run.StartAsync();
            await run.WaitAsync(ledger => ledger.Gold == Events);

            // The watermark of those has to be in the checkpoint before an event can be late by it.
            await metrics.WaitAsync("analytics.ingest.watermark.delay", delay => delay > 0, cancellation);
            await topic.SendLateAsync(kafka.BootstrapServers, name, schema, LateEvents, cancellation);
            var ledger = await run.WaitAsync(ledger => ledger.Consumed == topic.Sent);
            (ledger.Accepted, ledger.Duplicate, ledger.Late, ledger.DeadLettered).ShouldBe((Events, topic.Duplicates, topic.Late, topic.Poison));

            await metrics.WaitAsync("analytics.ingest.records{outcome=accepted}", records => records == Events, cancellation);
            await metrics.WaitAsync("analytics.ingest.records{outcome=duplicate}", records => records == topic.Duplicates, cancellation);
            await metrics.WaitAsync("analytics.ingest.records{outcome=late}", records => records == topic.Late, cancellation);
            await metrics.WaitAsync("analytics.ingest.records{outcome=dead_lettered}", records => records == topic.Poison, cancellation);
            await metrics.WaitAsync("analytics.ingest.lag{messaging.destination.partition.id=0}", lag => lag == 0, cancellation);
            await metrics.WaitAsync("analytics.spark.batch.duration", batches => batches >= 2, cancellation);
            await metrics.WaitAsync("analytics.spark.state.rows", rows => rows > 0, cancellation);
            await metrics.WaitAsync("analytics.spark.state.size", bytes => bytes > 0, cancellation);
            await metrics.WaitAsync("analytics.spark.state.disk", bytes => bytes > 0, cancellation);

            // What Spark says itself agrees.
            await metrics.WaitAsync("analytics.spark.dropped{reason=late}", records => records == topic.Late, cancellation);
            await metrics.WaitAsync("analytics.spark.dropped{reason=duplicate}", records => records == topic.Duplicates, cancellation);

            // The query goes on without the service, and nobody hears what it says of this batch.
            await run.Streaming.KillAsync();
            await topic.SendLateAsync(kafka.BootstrapServers, name, schema, LateEvents, cancellation);
            await topic.SendTransactionsAsync(kafka.BootstrapServers, name, schema, InTransaction, cancellation);
            await run.DisposeAsync();
            await using var again = new PlatformRun(Path.Combine(folder, "data"), kafka.BootstrapServers, spark);
            await again.StartRegistryAsync();
            await again.StartAsync();
            ledger = await again.DrainAsync();

            (ledger.Consumed, ledger.Accepted, ledger.Duplicate, ledger.Late, ledger.DeadLettered, ledger.Gold).ShouldBe(
                (topic.Sent, Events + InTransaction, topic.Duplicates, topic.Late, topic.Poison, Events + InTransaction));
            Totals(again).Select(totals => totals.Late).ShouldBe(topic.LateByPartition);
            Totals(again).ShouldAllBe(totals => totals.IsBalanced);
            while ((new DeltaTable(again.Lake.Ops("late")).Load()?.RowCount ?? 0) < topic.Late)
            {
                await Task.Delay(200, cancellation);
            }

            PlatformRun.Rows(again.Lake.Ops("late"), _ => true).Distinct().Count().ShouldBe((int)topic.Late);
            again.Count("ops/late", $"reason = 'late' AND epoch_us(event_time) < {GeneratedEvent.Epoch + 1_000_000_000} AND value IS NOT NULL").ShouldBe(topic.Late);
            SideTopic.Read(kafka.BootstrapServers, $"{name}.late", "", cancellation).Count.ShouldBe((int)topic.Late);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static IEnumerable<EventCounts> Totals(PlatformRun run)
    {
        var events = new DeltaTable(run.Lake.Staging(LakeLayout.Events));
        return events.FindLatestCommit(events.Load()!.Version, IngestCommit.Key)!.CommitInfo.GetProperty(IngestCommit.Key)
            .Deserialize(CommitJson.Default.IngestCommit)!.Partitions.Select(partition => partition.Totals);
    }
}
