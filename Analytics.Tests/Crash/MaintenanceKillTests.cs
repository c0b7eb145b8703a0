using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>Streaming and Quality are killed while staging forgets rows and while logs are cleaned up.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class MaintenanceKillTests
{
    [Fact]
    public async Task Killed_while_rows_are_forgotten_and_logs_cleaned_up()
    {
        // The shortest log retention that is allowed is two minutes; clean-up looks once a minute.
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(420), quarantines: true, logRetention: TimeSpan.FromMinutes(2));
        var quality = platform.StartQuality();
        var producer = platform.StartProducer(rate: 300);
        foreach (var step in (string[])[LakeMaintenance.BeforeRetention, LakeMaintenance.AfterRetention, LakeMaintenance.BeforeLogCleanup, $"{LakeMaintenance.BeforeLogCleanup}:7"])
        {
            var killed = platform.StartStreaming(step);
            (await killed.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed, $"{step}\n{killed.Output}");
        }

        platform.StartStreaming();
        await quality.KillAsync(platform.Deadline);
        var dying = platform.StartQuality(LakeMaintenance.BeforeLogCleanup);
        (await dying.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed, dying.Output);
        platform.StartQuality();
        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);

        var lake = new LakeLayout(platform.LakeData, DrillPipeline.Name);
        KeptCommits.First(new DeltaTable(lake.Staging(LakeLayout.Events))).ShouldBeGreaterThan(0, "the drill must have cleaned up a log");
    }
}
