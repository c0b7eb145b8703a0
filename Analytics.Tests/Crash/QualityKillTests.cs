using Analytics.Lake.Maintenance;
using Shouldly;
using Xunit;
using Fault = Analytics.Quality.Telemetry.Fault;

namespace Analytics.Tests.Crash;

/// <summary>Quality is killed in the middle of settlements, each of which keeps some rows out of gold.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class QualityKillTests
{
    private const int Kills = 3;
    private const int Seed = 20260102;

    [Fact]
    public async Task Killed_at_every_step_then_at_random_moments()
    {
        string[] steps =
        [
            Fault.BeforeWrite, Fault.AfterWrite, $"{Fault.AfterWrite}:5", $"{Fault.AfterCommit}:2", Fault.AfterQuarantine,
            Fault.BeforeResults, Fault.AfterResultsTopic, Fault.AfterResults,
            LakeMaintenance.AfterWrite, LakeMaintenance.AfterCommit,
        ];
        var random = new Random(Seed);
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180), quarantines: true);
        platform.StartStreaming();
        var producer = platform.StartProducer(rate: 800);
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
        await platform.StopProducerAsync(producer);
        ((long)(await LakeVerdict.OfAsync(platform))["quarantined"]!).ShouldBeGreaterThan(0);
    }
}
