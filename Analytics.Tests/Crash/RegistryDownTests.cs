using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>A registry that can't be asked makes ingest wait; it makes no event a dead letter.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Integration")]
public sealed class RegistryDownTests
{
    [Fact]
    public async Task Down_while_a_schema_id_is_unknown()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(90));
        platform.StartQuality();
        await platform.ProducedAsync(platform.StartProducer(rate: 2000, count: 4000));
        await platform.Registry.KillAsync(platform.Deadline);

        platform.StartStreaming();
        await platform.StreamingStateAsync("waiting_for_registry");
        (await platform.HealthAsync("Analytics.Streaming"))!.Value.Text.ShouldContain("Degraded");
        ((long)(await platform.LedgerAsync())["consumed"]!).ShouldBe(0);

        platform.StartRegistry();
        await platform.StreamingStateAsync("running");
        await LakeVerdict.OfAsync(platform);
    }
}
