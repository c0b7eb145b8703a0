using Shouldly;
using Xunit;

namespace Analytics.Tests.Crash;

/// <summary>The input goes on after its end was declared.</summary>
[Collection(CrashCollection.Name)]
[Trait("Category", "Integration")]
public sealed class MoreInputTests
{
    [Fact]
    public async Task Closed_windows_that_gain_events_are_replaced()
    {
        await using var platform = await DrillPlatform.StartAsync(TimeSpan.FromSeconds(90));
        platform.StartStreaming();
        platform.StartQuality();
        await platform.ProducedAsync(platform.StartProducer(rate: 2000, count: 4000));
        var first = await LakeVerdict.OfAsync(platform);
        var closedTo = (DateTime)first["tables"]![0]!["closed_to"]!;

        // Half of them lie 0.2 to 2 seconds back: some in windows that the end of the input has closed.
        await platform.ProducedAsync(platform.StartProducer(rate: 2000, count: 4000, "disorder=0.5"));
        var second = await LakeVerdict.OfAsync(platform);

        ((long)second["consumed"]!).ShouldBe(8000);
        ((DateTime)second["tables"]![0]!["closed_to"]!).ShouldBeGreaterThan(closedTo);
    }
}
