using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.ServiceDefaults.Faults;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Publishing;
using Analytics.Streaming.Telemetry;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class SidePublisherTests
{
    [Theory]
    [InlineData(Fault.BeforePublish)]
    [InlineData(Fault.AfterTopic)]
    [InlineData(Fault.AfterPublish)]
    public async Task Run_StoppedAtAStep_IsOnceInTheTableAndAtLeastOnceInTheTopic(string point)
    {
        using var harness = new IngestHarness { BatchRecords = 100 };
        using var topic = new MemorySideTopic();
        await harness.RunToEndAsync(GeneratedEvent.Records(GeneratedEvent.Log(seed: 31, perPartition: 300)), () => 60);
        var expected = harness.Side().Where(side => side.StartsWith("late ", StringComparison.Ordinal)).ToList();
        expected.Count.ShouldBeGreaterThan(5);

        await Should.ThrowAsync<InvalidOperationException>(() => RunAsync(harness, topic, name =>
        {
            if (name == point)
            {
                throw new InvalidOperationException("injected");
            }
        }));
        await RunAsync(harness, topic, _ => { });

        Table(harness).ShouldBe(expected);
        topic.Sent.Distinct().ShouldBe(expected, ignoreOrder: true);
    }

    private static async Task RunAsync(IngestHarness harness, MemorySideTopic topic, Action<string> reached)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        stop.CancelAfter(TimeSpan.FromSeconds(30));
        var table = new SideTable(BatchCommitter.Late, "events.late");
        var publisher = new SidePublisher(
            harness.Settings.Lake, table, commit => commit.LateFiles, topic, harness.Metrics, new FaultPoints(reached), TimeProvider.System, gather: TimeSpan.Zero);
        var last = harness.Commits().FindLastIndex(commit => commit.LateFiles.Count > 0);
        var running = publisher.RunAsync(stop.Token);
        while (!running.IsCompleted && !(IsPublished(harness) is { } version && version >= last))
        {
            await Task.WhenAny(running, Task.Delay(10, stop.Token));
        }

        if (!running.IsCompleted)
        {
            await stop.CancelAsync();
            await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return;
        }

        await running;
    }

    private static long? IsPublished(IngestHarness harness) =>
        Ops(harness).Load() is { } snapshot && snapshot.Transactions.TryGetValue(SidePublisher.AppId, out var batch) ? batch : null;

    private static DeltaTable Ops(IngestHarness harness) => new(harness.Settings.Lake.Ops(BatchCommitter.Late));

    private static List<string> Table(IngestHarness harness)
    {
        var table = Ops(harness);
        var snapshot = table.Load()!;
        return IngestHarness.Query(
            $"""SELECT reason || ' ' || "partition" || '/' || "offset" FROM {LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)} ORDER BY "partition", "offset" """);
    }
}
