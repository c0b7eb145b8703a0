using Analytics.AppHost.Screen;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.EndToEnd;

public sealed class StallWatchTests
{
    [Fact]
    public void AStall_IsToldOnce_AndGivenUpLater()
    {
        var clock = new FakeTimeProvider();
        var watch = new StallWatch(clock);

        watch.Observe("consumed 1").ShouldBeFalse();
        clock.Advance(StallWatch.Tell);
        watch.Observe("consumed 2").ShouldBeFalse();
        clock.Advance(StallWatch.Tell);
        watch.Observe("consumed 2").ShouldBeTrue();
        watch.Observe("consumed 2").ShouldBeFalse();
        watch.IsHopeless.ShouldBeFalse();
        clock.Advance(StallWatch.GiveUp - StallWatch.Tell);
        watch.IsHopeless.ShouldBeTrue();
        watch.Observe("consumed 3").ShouldBeFalse();
        watch.IsHopeless.ShouldBeFalse();
    }
}
