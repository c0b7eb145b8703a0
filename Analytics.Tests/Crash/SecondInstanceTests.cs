using Analytics.Lake.Layout;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>Two instances of a writer on one lake: only one of them ever writes.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class SecondInstanceTests
{
    private const int Refused = 2;

    [Fact]
    public async Task A_frozen_one_keeps_its_lock_until_it_dies()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(120));
        platform.StartQuality();
        var frozen = platform.StartStreaming();
        var producer = platform.StartProducer(rate: 1000);
        await platform.LedgerAsync(ledger => (long)ledger["gold"]! > 0);
        await frozen.FreezeAsync(platform.Deadline);

        var successor = platform.StartStreaming();
        (await successor.EndAsync(platform.Deadline)).ShouldBe(Refused, successor.Output);

        var consumed = (long)(await platform.LedgerAsync())["consumed"]!;
        var patient = platform.StartStreaming();
        await frozen.KillAsync(platform.Deadline);
        await platform.LedgerAsync(ledger => (long)ledger["consumed"]! > consumed);
        patient.HasExited.ShouldBeFalse();
        await patient.StopAsync(platform.Deadline);
        platform.StartStreaming();

        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);
    }

    /// <summary>As on a file system that forgets locks: the successor gets one although the holder is only frozen.</summary>
    [Fact]
    public async Task One_that_wakes_up_beside_its_successor_ends()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(150), quarantines: true);
        var streaming = platform.StartStreaming();
        var quality = platform.StartQuality();
        var producer = platform.StartProducer(rate: 1000);
        await platform.LedgerAsync(ledger => (long)ledger["gold"]! > 0);
        foreach (var (zombie, role, start) in ((DrillService, string, Func<string?, DrillService>)[])
            [(streaming, "streaming", platform.StartStreaming), (quality, "quality", platform.StartQuality)])
        {
            await zombie.FreezeAsync(platform.Deadline);
            var before = await platform.LedgerAsync();
            File.Delete(Path.Combine(new LakeLayout(platform.LakeData, DrillPipeline.Name).Root, ".locks", $"{role}.lock"));
            var successor = start(null);
            await platform.LedgerAsync(ledger => (long)ledger["gold"]! > (long)before["gold"]! + 2000);
            await zombie.ThawAsync(platform.Deadline);

            (await zombie.EndAsync(platform.Deadline)).ShouldBe(1, zombie.Output);
            zombie.Output.ShouldContain("another instance is or was at work");
            successor.HasExited.ShouldBeFalse(successor.Output);

            // Back on the port that the drill asks.
            await successor.KillAsync(platform.Deadline);
            start(null);
        }

        await platform.StopProducerAsync(producer);
        await LakeVerdict.OfAsync(platform);
    }
}
