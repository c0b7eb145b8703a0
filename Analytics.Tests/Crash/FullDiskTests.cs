using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>The lake's volume is full for a while: everyone says so, waits, and goes on once there is space.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class FullDiskTests
{
    [Fact]
    public async Task Full_under_load_and_even_across_a_restart()
    {
        using var volume = SmallVolume.MountOrSkip(megabytes: 64);
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(150), lakeVolume: volume.Path);
        var streaming = platform.StartStreaming();
        var quality = platform.StartQuality();
        var producer = platform.StartProducer(rate: 1000);
        await platform.LedgerAsync(ledger => (long)ledger["gold"]! > 0);

        volume.Fill();
        await platform.StreamingStateAsync("disk_full");

        // A half-written file that is deleted makes room for a small batch now and then, so the state comes and goes until nothing is left.
        await platform.UntilAsync(async () => await platform.HealthAsync("Analytics.Streaming") is { Healthy: false } health && health.Text.Contains("Unhealthy", StringComparison.Ordinal));
        streaming.HasExited.ShouldBeFalse(streaming.Output);
        quality.HasExited.ShouldBeFalse(quality.Output);

        await streaming.KillAsync(platform.Deadline);
        streaming = platform.StartStreaming();
        await platform.StreamingStateAsync("disk_full");

        volume.Free();
        await platform.StreamingStateAsync("running");
        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);
        streaming.HasExited.ShouldBeFalse(streaming.Output);
        quality.HasExited.ShouldBeFalse(quality.Output);
    }
}
