using Analytics.Lake.Layout;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>The lake's volume is full or read-only for a while: everyone says so, waits, and goes on once it can.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Drill")]
public sealed class FullDiskTests
{
    [Fact]
    public async Task Full_under_load_and_even_across_a_restart_then_read_only()
    {
        using var volume = SmallVolume.MountOrSkip(megabytes: 64);
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(180), lakeVolume: volume.Path);
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
        await platform.SaysAsync(streaming, "disk_full");

        volume.Free();
        await platform.StreamingStateAsync("running");
        var settled = (long)(await platform.LedgerAsync())["gold"]!;
        await platform.LedgerAsync(ledger => (long)ledger["gold"]! > settled);

        var lake = new LakeLayout(volume.Path, DrillPipeline.Name).Root;
        volume.MakeReadOnly(lake);
        await platform.StreamingStateAsync("storage_failed");
        await platform.SaysAsync(streaming, "Read-only file system");
        volume.MakeWritable(lake);
        await platform.StreamingStateAsync("running");

        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);
        streaming.HasExited.ShouldBeFalse(streaming.Output);
        quality.HasExited.ShouldBeFalse(quality.Output);
    }
}
