using Analytics.Streaming.Ingest;
using Microsoft.Extensions.Time.Testing;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class IdleClockTests
{
    private readonly FakeTimeProvider _time = new();
    private readonly IdleClock _clock;

    public IdleClockTests() => _clock = new IdleClock(1, TimeSpan.FromSeconds(30), _time);

    [Fact]
    public void IsIdle_AtTheEndForTheTimeout_IsTrue()
    {
        _clock.EndReached(0);
        _time.Advance(TimeSpan.FromSeconds(29));
        _clock.IsIdle(0).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        _clock.IsIdle(0).ShouldBeTrue();
    }

    [Fact]
    public void IsIdle_EndNeverReached_IsFalse()
    {
        _time.Advance(TimeSpan.FromHours(1));
        _clock.IsIdle(0).ShouldBeFalse();
    }

    [Fact]
    public void IsIdle_RecordsSince_IsFalse()
    {
        _clock.EndReached(0);
        _time.Advance(TimeSpan.FromMinutes(1));
        _clock.Read(0);
        _clock.IsIdle(0).ShouldBeFalse();
    }

    [Fact]
    public void IsIdle_BrokerWasDown_CountsAfresh()
    {
        _clock.EndReached(0);
        _time.Advance(TimeSpan.FromMinutes(1));
        _clock.Disconnected();
        _clock.IsIdle(0).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(29));
        _clock.IsIdle(0).ShouldBeFalse();
        _time.Advance(TimeSpan.FromSeconds(1));
        _clock.IsIdle(0).ShouldBeTrue();
    }
}
