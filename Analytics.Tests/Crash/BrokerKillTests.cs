using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>The broker is killed under load: what it has acknowledged is there afterwards, and everyone goes on.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Slow")]
public sealed class BrokerKillTests
{
    private const int Kills = 4;

    [Fact]
    public async Task Killed_again_and_again()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(150));
        var streaming = platform.StartStreaming();
        var quality = platform.StartQuality();
        var producer = platform.StartProducer(rate: 4000, count: 60_000);
        var consumed = 0L;
        for (var kill = 0; kill < Kills; kill++)
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
        streaming.HasExited.ShouldBeFalse(streaming.Output);
        quality.HasExited.ShouldBeFalse(quality.Output);
    }
}
