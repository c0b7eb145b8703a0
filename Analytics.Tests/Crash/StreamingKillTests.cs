using Analytics.Lake.Maintenance;
using Xunit;
using Fault = Analytics.Streaming.Telemetry.Fault;

namespace Analytics.Tests.Crash;

/// <summary>Streaming is killed where it hurts; the next one goes on from the log.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class StreamingKillTests
{
    [Fact]
    public async Task Killed_at_every_step_one_after_the_other()
    {
        // An orphan can be told only beside a commit: the second write's is deleted at the next start.
        string[] steps =
        [
            Fault.BeforeWrite, Fault.AfterWrite, $"{Fault.AfterWrite}:2", LakeMaintenance.MidOrphans,
            "staging/events.ingest.before_link:2", "staging/events.ingest.after_link:2", $"{Fault.AfterCommit}:2", "staging/events.ingest.mid_checkpoint",
            Fault.BeforePublish, Fault.MidTopic, Fault.AfterTopic, "ops/dead_letters.publish.before_link", "ops/late.publish.after_link", Fault.AfterPublish,
            Fault.BeforeWindowCommit, $"staging/{DrillPipeline.Tumbling}.{DrillPipeline.Tumbling}.before_link",
            $"staging/{DrillPipeline.Sliding}.{DrillPipeline.Sliding}.after_link", $"{Fault.AfterWindowCommit}:2",
            LakeMaintenance.AfterWrite, "staging/events.compact.before_link", "staging/events.compact.after_link", LakeMaintenance.AfterCommit,
            LakeMaintenance.MidVacuum,
        ];
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(420));
        platform.StartQuality();
        var producer = platform.StartProducer(rate: 500);
        foreach (var step in steps)
        {
            await platform.DiesAsync(platform.StartStreaming(step), step);
        }

        platform.StartStreaming();
        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);
    }
}
