using Analytics.Lake.Maintenance;
using Shouldly;
using Xunit;
using Fault = Analytics.Streaming.Telemetry.Fault;

namespace Analytics.Tests.Crash;

/// <summary>Streaming is killed where it hurts; the next one goes on from the log.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class StreamingKillTests
{
    private const int Kills = 5;
    private const int Seed = 20260101;

    [Fact]
    public async Task Killed_at_every_step_one_after_the_other()
    {
        string[] steps =
        [
            Fault.BeforeWrite, Fault.AfterWrite, $"{Fault.AfterCommit}:2", Fault.BeforePublish, Fault.AfterTopic, Fault.AfterPublish,
            Fault.BeforeWindowCommit, $"{Fault.AfterWindowCommit}:2",
            LakeMaintenance.AfterWrite, LakeMaintenance.AfterCommit,
        ];
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180));
        platform.StartQuality();
        var producer = platform.StartProducer(rate: 500);
        foreach (var step in steps)
        {
            var killed = platform.StartStreaming(step);
            (await killed.EndAsync(platform.Deadline)).ShouldBe(DrillService.Killed, $"{step}\n{killed.Output}");
        }

        platform.StartStreaming();
        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);
    }

    [Fact]
    public async Task Killed_at_random_moments_under_load()
    {
        var random = new Random(Seed);
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180));
        platform.StartQuality();
        var producer = platform.StartProducer(rate: 4000);
        for (var kill = 0; kill < Kills; kill++)
        {
            var streaming = platform.StartStreaming();
            await platform.StreamingStateAsync("running");
            await Task.Delay(random.Next(50, 1000), platform.Deadline);
            await streaming.KillAsync(platform.Deadline);
            streaming.ExitCode.ShouldBe(DrillService.Killed);
        }

        platform.StartStreaming();
        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);
    }
}
