using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using Analytics.Streaming.Windows;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Streaming;

public sealed class WindowPlannerTests
{
    private const long Second = 1_000_000;

    private static readonly WindowGeometry Tumbling = WindowGeometry.Of(new TumblingWindow(TimeSpan.FromSeconds(10)));
    private static readonly WindowGeometry Sliding = WindowGeometry.Of(new SlidingWindow(TimeSpan.FromSeconds(30), TimeSpan.FromSeconds(10)));

    [Fact]
    public void Plan_WatermarkBeforeTheFirstEnd_DoesNothing() =>
        WindowPlanner.Plan(Tumbling, null, false, Gold(watermark: 109, first: 101, last: 120), []).ShouldBeNull();

    [Fact]
    public void Plan_WatermarkAtAnEnd_ClosesFromTheFirstEvent()
    {
        var plan = WindowPlanner.Plan(Tumbling, null, false, Gold(watermark: 120, first: 101, last: 125), []).ShouldNotBeNull();

        plan.Ranges.ShouldBe([Range(100, 120)]);
        plan.ClosedTo.ShouldBe(120 * Second);
        plan.EndOfInput.ShouldBeFalse();
    }

    [Fact]
    public void Plan_Sliding_ClosesWindowsByTheirEnd()
    {
        var plan = WindowPlanner.Plan(Sliding, null, false, Gold(watermark: 125, first: 101, last: 130), []).ShouldNotBeNull();

        // Windows that hold 101 s start at 80, 90, 100; those that end by 125 s start at 80 and 90.
        plan.Ranges.ShouldBe([Range(80, 100)]);
        plan.ClosedTo.ShouldBe(120 * Second);
    }

    [Fact]
    public void Plan_NothingMoreCloses_DoesNothing() =>
        WindowPlanner.Plan(Tumbling, 120 * Second, false, Gold(watermark: 129, first: 101, last: 140), []).ShouldBeNull();

    [Fact]
    public void Plan_EventsBelowClosed_MakeTheirClosedWindowsDirty()
    {
        var plan = WindowPlanner.Plan(Tumbling, 150 * Second, false, Gold(watermark: 155, first: 101, last: 170), [Spread(112, 118)]).ShouldNotBeNull();

        plan.Ranges.ShouldBe([Range(110, 120)]);
        plan.ClosedTo.ShouldBe(150 * Second);
    }

    [Fact]
    public void Plan_DirtyAndClosing_AreOneCommitWithDisjointRanges()
    {
        var plan = WindowPlanner.Plan(Tumbling, 150 * Second, false, Gold(watermark: 170, first: 101, last: 170), [Spread(105, 106), Spread(141, 165)]).ShouldNotBeNull();

        plan.Ranges.ShouldBe([Range(100, 110), Range(140, 170)]);
        plan.ClosedTo.ShouldBe(170 * Second);
    }

    [Fact]
    public void Plan_EndOfInput_ClosesTheLastEventsLastWindow()
    {
        var plan = WindowPlanner.Plan(Sliding, 120 * Second, false, Gold(watermark: 125, first: 101, last: 133, end: true), []).ShouldNotBeNull();

        plan.Ranges.ShouldBe([Range(100, 140)]);
        plan.ClosedTo.ShouldBe(160 * Second);
        plan.EndOfInput.ShouldBeTrue();
    }

    [Fact]
    public void Plan_EndOfInputWithoutEvents_IsStillNoted()
    {
        var plan = WindowPlanner.Plan(Tumbling, null, false, new GoldProgress(null, true, null, null), []).ShouldNotBeNull();

        plan.Ranges.ShouldBeEmpty();
        plan.ClosedTo.ShouldBeNull();
        plan.EndOfInput.ShouldBeTrue();
    }

    [Fact]
    public void Plan_EndOfInputNotedBefore_DoesNothing() =>
        WindowPlanner.Plan(Tumbling, 140 * Second, true, Gold(watermark: 125, first: 101, last: 133, end: true), []).ShouldBeNull();

    private static GoldProgress Gold(long watermark, long first, long last, bool end = false) =>
        new(watermark * Second, end, first * Second, last * Second);

    private static TimeSpread Spread(long first, long last) => new(first * Second, last * Second);

    private static WindowRange Range(long from, long to) => new(from * Second, to * Second);
}
