using Shouldly;
using Xunit;
using Fault = Analytics.Quality.Telemetry.Fault;

namespace Analytics.Tests.Crash;

/// <summary>Quality is killed while it releases and discards batches, asked over HTTP and by the command line, under load.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class ReleaseDrillTests
{
    [Fact]
    public async Task Killed_at_every_step_of_a_decision_it_is_made_once()
    {
        string[] steps = [Fault.DecisionAfterWrite, Fault.DecisionAfterCommit, Fault.DecisionAfterQuarantine];
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180), quarantines: true);
        platform.StartStreaming();
        var quality = platform.StartQuality();
        var producer = platform.StartProducer(rate: 500);
        await platform.LedgerAsync(ledger => (long)ledger["quarantined"]! > 0);
        await platform.UntilAsync(async () => (await platform.QuarantinedAsync()).Count >= 10);
        var batches = new Queue<long>(await platform.QuarantinedAsync());

        foreach (var action in (string[])["release", "discard"])
        {
            foreach (var step in steps)
            {
                var batch = batches.Dequeue();
                await quality.KillAsync(platform.Deadline);
                var dying = platform.StartQuality(step);
                await platform.AnswersAsync(dying, "alive");
                (await platform.DecideAsync(action, batch)).ShouldBeNull();
                (await dying.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed, dying.Output);

                // Once more by the command line, which dies at the same step if there is anything left to do, and again.
                (await platform.StartDecision(step, action, batch).EndAsync(platform.Deadline)).ShouldBe(step == Fault.DecisionAfterWrite ? DrillService.Killed : 0);
                var tool = platform.StartDecision(null, action, batch);
                (await tool.EndAsync(platform.Deadline)).ShouldBe(0, tool.Output);
                quality = platform.StartQuality();
                await platform.AnswersAsync(quality, "alive");
                ((bool)(await platform.DecideAsync(action, batch))!["is_repeat"]!).ShouldBeTrue();
            }
        }

        // With the service up, the command line asks it.
        var last = batches.Dequeue();
        var asking = platform.StartDecision(null, "release", last);
        (await asking.EndAsync(platform.Deadline)).ShouldBe(0, asking.Output);
        asking.Output.ShouldContain($"batch {last} released");
        var refused = platform.StartDecision(null, "discard", last);
        (await refused.EndAsync(platform.Deadline)).ShouldBe(1, refused.Output);
        refused.Output.ShouldContain("has been released before");

        await platform.StopProducerAsync(producer);
        var ledger = await LakeVerdict.OfAsync(platform);
        ((long)ledger["discarded"]!).ShouldBeGreaterThan(0);
        ((long)ledger["quarantined"]!).ShouldBeGreaterThan(0);
        quality.HasExited.ShouldBeFalse(quality.Output);
    }
}
