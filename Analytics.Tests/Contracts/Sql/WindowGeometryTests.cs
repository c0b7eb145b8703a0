using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Sql;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Contracts.Sql;

public sealed class WindowGeometryTests
{
    [Fact]
    public void Geometry_AnyWindowAndTime_AgreesWithEnumeration()
    {
        Gen.Select(Gen.Int[1, 5], Gen.Int[1, 6], Gen.Long[-60, 60], Gen.Long[0, 20]).Sample(
            (every, slides, time, span) =>
            {
                WindowGeometry geometry = WindowGeometry.Of(new SlidingWindow(TimeSpan.FromMicroseconds(every * slides), TimeSpan.FromMicroseconds(every)));
                long[] starts = [.. Enumerable.Range(-150, 300).Where(start => start % every == 0).Select(start => (long)start)];
                bool Holds(long start, long moment) => start <= moment && moment < start + geometry.Size;

                geometry.FirstWindowStart(time).ShouldBe(starts.First(start => Holds(start, time)));
                geometry.LastWindowStart(time).ShouldBe(starts.Last(start => Holds(start, time)));
                WindowRange touched = geometry.Touched(time, time + span);
                long[] expected = [.. starts.Where(start => Enumerable.Range(0, (int)span + 1).Any(step => Holds(start, time + step)))];
                starts.Where(start => start >= touched.From && start < touched.To).ShouldBe(expected);
                long closed = geometry.ClosedStartsBefore(time);
                starts.Where(start => start < closed).ShouldBe(starts.Where(start => start + geometry.Size <= time));
                WindowRange events = geometry.EventTimes(new WindowRange(time, time + span));
                starts.Where(start => start >= time && start < time + span).SelectMany(start => Enumerable.Range(0, (int)geometry.Size).Select(step => start + step))
                    .Distinct().Order().ShouldBe(Enumerable.Range(0, (int)(events.To - events.From)).Select(step => events.From + step));
            },
            iter: 2_000);
    }

    [Fact]
    public void Align_UnboundedRange_DoesNotOverflow()
    {
        WindowGeometry geometry = WindowGeometry.Of(new TumblingWindow(TimeSpan.FromDays(1)));
        WindowRange events = geometry.EventTimes(new WindowRange(long.MinValue, long.MaxValue));
        events.From.ShouldBeLessThan(-62_135_596_800_000_000);
        events.To.ShouldBeGreaterThan(253_402_300_799_999_999);
    }
}
