using Shouldly;
using Xunit;
using Fault = Analytics.Quality.Telemetry.Fault;

namespace Analytics.Tests.Crash;

/// <summary>Quality is killed in the middle of settlements, of which each keeps some rows out of gold.</summary>
[Collection(CrashCollection.Name)]
public sealed class QualityKillTests
{
    private const int Seed = 20260102;

    [Fact]
    [Trait("Category", "Integration")]
    public async Task Killed_around_the_commit_of_a_settlement()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(90), quarantines: true);
        platform.StartStreaming();
        var producer = platform.StartProducer(rate: 1000, count: 6000);
        (await platform.StartQuality($"{Fault.AfterWrite}:3").EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed);
        (await platform.StartQuality($"{Fault.AfterCommit}:3").EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed);
        platform.StartQuality();

        await platform.ProducedAsync(producer);
        ((long)(await LakeVerdict.OfAsync(platform))["quarantined"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Category", "Slow")]
    public async Task Killed_at_every_step_then_at_random_moments()
    {
        string[] steps =
        [
            Fault.BeforeWrite, Fault.AfterWrite, $"{Fault.AfterWrite}:5", $"{Fault.AfterCommit}:2", Fault.AfterQuarantine,
            Fault.BeforeResults, Fault.AfterResultsTopic, Fault.AfterResults,
        ];
        const int Kills = 5;
        var random = new Random(Seed);
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180), quarantines: true);
        platform.StartStreaming();
        var producer = platform.StartProducer(rate: 800, count: 45_000);
        foreach (var step in steps)
        {
            var killed = platform.StartQuality(step);
            (await killed.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed, $"{step}\n{killed.Output}");
        }

        for (var kill = 0; kill < Kills; kill++)
        {
            var settled = (long)(await platform.LedgerAsync())["gold"]!;
            var quality = platform.StartQuality();
            await platform.LedgerAsync(ledger => (long)ledger["gold"]! > settled);
            await Task.Delay(random.Next(50, 800), platform.Deadline);
            await quality.KillAsync(platform.Deadline);
            quality.ExitCode.ShouldBe(DrillService.Killed);
        }

        platform.StartQuality();
        await platform.ProducedAsync(producer);
        ((long)(await LakeVerdict.OfAsync(platform))["quarantined"]!).ShouldBeGreaterThan(0);
    }

    [Fact]
    [Trait("Category", "Integration")]
    public async Task Away_for_a_while_gold_is_delayed_and_nothing_else()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(90), quarantines: true);
        platform.StartStreaming();
        await platform.ProducedAsync(platform.StartProducer(rate: 2000, count: 10_000));
        await platform.LedgerAsync(ledger => (long)ledger["consumed"]! == platform.Records());
        var before = await platform.LedgerAsync();
        ((long)before["gold"]!).ShouldBe(0);
        ((long)before["pending"]!).ShouldBe((long)before["accepted"]!);
        ((bool)before["balanced"]!).ShouldBeTrue();

        platform.StartQuality();

        await LakeVerdict.OfAsync(platform);
    }
}
