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
    [Fact]
    public async Task Killed_at_every_step_one_after_the_other()
    {
        // An orphan can be told only beside a commit: that of the first write is deleted at the first start after there is one.
        string[] steps =
        [
            Fault.BeforeWrite, Fault.AfterWrite, $"{Fault.AfterWrite}:5", LakeMaintenance.MidOrphans,
            "gold/events.audit.before_link:2", "gold/events.audit.after_link:2", $"{Fault.AfterCommit}:2", "gold/events.audit.mid_checkpoint",
            "quarantine/events.audit.before_link", "quarantine/events.audit.after_link", Fault.AfterQuarantine,
            $"gold/{DrillPipeline.Tumbling}.audit.before_link", $"gold/{DrillPipeline.Sliding}.audit.after_link",
            Fault.BeforeResults, Fault.AfterResultsTopic, "ops/quality_results.events.before_link", "ops/quality_results.events.after_link", Fault.AfterResults,
            LakeMaintenance.AfterWrite, "gold/events.compact.before_link", "gold/events.compact.after_link", LakeMaintenance.AfterCommit,
            LakeMaintenance.MidVacuum,
        ];
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(420), quarantines: true);
        platform.StartStreaming();
        var producer = platform.StartProducer(rate: 800);
        foreach (var step in steps)
        {
            await platform.DiesAsync(platform.StartQuality(step), step);
        }

        platform.StartQuality();
        await platform.StopProducerAsync(producer);
        ((long)(await LakeVerdict.OfAsync(platform))["quarantined"]!).ShouldBeGreaterThan(0);
    }
}
