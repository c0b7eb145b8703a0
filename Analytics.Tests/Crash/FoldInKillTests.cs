using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Shouldly;
using Xunit;
using Fault = Analytics.Streaming.Telemetry.Fault;

namespace Analytics.Tests.Crash;

/// <summary>Late events are folded in while records flow: the service that does it is killed at each step, then the command alone; each event comes in once.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class FoldInKillTests
{
    private static readonly string[] Command = ["rebuild", "--include-late", "--from", "2000-01-01T00:00Z", "--to", "2100-01-01T00:00Z"];

    [Fact]
    public async Task Killed_at_every_step_each_late_event_comes_in_once()
    {
        string[] steps = [Fault.BeforeFoldIn, Fault.AfterFoldInWrite, Fault.AfterFoldIn];
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(300), quarantines: true);
        platform.StartQuality();
        var streaming = platform.StartStreaming();
        var producer = platform.StartProducer(rate: 400);
        foreach (var step in steps)
        {
            await LateAsync(platform);
            await streaming.KillAsync(platform.Deadline);
            var dying = platform.StartStreaming(step);
            await platform.StreamingStateAsync("running");
            var asking = platform.StartOperation(null, Command);
            (await dying.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed, $"{step}\n{dying.Output}");
            (await asking.EndAsync(platform.Deadline)).ShouldBe(1, asking.Output);
            streaming = platform.StartStreaming();
            await platform.StreamingStateAsync("running");
        }

        // Without a service the command does it itself, and can be killed at the same places.
        await LateAsync(platform);
        await platform.StopProducerAsync(producer);
        await platform.LedgerAsync(ledger => (long)ledger["consumed"]! == platform.Records());
        await streaming.KillAsync(platform.Deadline);
        foreach (var step in steps)
        {
            var dying = platform.StartOperation(step, Command);
            (await dying.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed, $"{step}\n{dying.Output}");
        }

        var repeat = platform.StartOperation(null, Command);
        (await repeat.EndAsync(platform.Deadline)).ShouldBe(0, repeat.Output);
        repeat.Output.ShouldContain("late events: 0 folded in");

        platform.StartStreaming();
        var ledger = await LakeVerdict.OfAsync(platform);
        ((long)ledger["folded_in"]!).ShouldBe(LateIds(platform));
        ((long)ledger["folded_in"]!).ShouldBeGreaterThan(10);
    }

    /// <summary>Waits until there are late events that are not folded in.</summary>
    private static Task LateAsync(DrillPlatform platform) => platform.LedgerAsync(ledger => (long)ledger["late"]! > (long)ledger["folded_in"]! + 20);

    /// <summary>Different ids among the late events that were not accepted in time: those of gold and quarantine that stand in ops/late.</summary>
    private static long LateIds(DrillPlatform platform)
    {
        var lake = new LakeLayout(platform.LakeData, DrillPipeline.Name);
        using var duck = new DuckDB.NET.Data.DuckDBConnection("DataSource=:memory:");
        duck.Open();
        using var command = duck.CreateCommand();
        command.CommandText = $"""
            WITH late AS (SELECT partition AS p, "offset" AS o, json_extract_string(decode(value[6:]), '$.event_id') AS id FROM {Scan(lake.Ops("late"))}),
            events AS (SELECT event_id AS id, _partition AS p, _offset AS o FROM {Scan(lake.Gold(LakeLayout.Events))}
                UNION ALL SELECT event_id, _partition, _offset FROM {Scan(lake.Quarantine(LakeLayout.Events))})
            SELECT count(DISTINCT id) FROM late WHERE id NOT IN (SELECT id FROM events WHERE (p, o) NOT IN (SELECT (p, o) FROM late))
            """;
        return (long)command.ExecuteScalar()!;
    }

    private static string Scan(string directory)
    {
        var table = new DeltaTable(directory);
        var snapshot = table.Load()!;
        return LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema);
    }
}
