using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>The broker is killed under load: what it has acknowledged is there afterwards, and everyone goes on.</summary>
[Collection(CrashCollection.Name)]
public sealed class BrokerKillTests
{
    [Fact]
    [Trait("Category", "Integration")]
    public Task Killed_once() => RunAsync(kills: 1, rate: 3000, count: 15_000);

    [Fact]
    [Trait("Category", "Slow")]
    public Task Killed_again_and_again() => RunAsync(kills: 5, rate: 4000, count: 80_000);

    private static async Task RunAsync(int kills, int rate, int count)
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(150));
        var streaming = platform.StartStreaming();
        var quality = platform.StartQuality();
        var producer = platform.StartProducer(rate, count);
        var consumed = 0L;
        for (var kill = 0; kill < kills; kill++)
        {
            await platform.LedgerAsync(ledger => (long)ledger["consumed"]! > consumed);
            producer.HasExited.ShouldBeFalse("the broker must die while records are sent");
            await platform.Broker.KillAsync(platform.Deadline);
            platform.Broker.ExitCode.ShouldBe(DrillService.Killed);
            await platform.StreamingStateAsync("waiting_for_kafka");
            consumed = (long)(await platform.LedgerAsync())["consumed"]!;
            platform.StartBroker();
        }

        await platform.ProducedAsync(producer);
        await LakeVerdict.OfAsync(platform);
        streaming.HasExited.ShouldBeFalse();
        quality.HasExited.ShouldBeFalse();
    }
}
