using Analytics.Benchmarks.Measures;
using Analytics.Benchmarks.Measures.Soak;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Benchmarks;

public sealed class SoakVerdictTests
{
    private static readonly TimeSpan Filling = TimeSpan.FromMinutes(20);

    [Fact]
    public void WhatFillsUpForTwentyMinutes_AndThenStays_IsFlat() =>
        SoakVerdict.Of(Run(minute => 200 + (40 * Math.Min(minute, 20))), Filling).ShouldAllBe(growth => growth.IsWithinBound);

    [Fact]
    public void ALeakThatShowsOnlyAfterwards_Grows() =>
        SoakVerdict.Of(Run(minute => 200 + (20 * Math.Max(0, minute - 20))), Filling).Where(growth => !growth.IsWithinBound).Select(growth => growth.Name).ShouldBe(["resident quality"]);

    [Fact]
    public void AShortRun_IsJudgedOverItsSecondHalf() =>
        SoakVerdict.Of([.. Run(minute => 200 + (40 * minute)).Take(30)], Filling).Count(growth => !growth.IsWithinBound).ShouldBe(1);

    /// <summary>Half an hour in steps of ten seconds; everything but one service's memory stands still.</summary>
    private static SoakSample[] Run(Func<double, double> megabytes) => [.. Enumerable.Range(1, 180).Select(i =>
    {
        var latency = new LatencyHistogram();
        latency.Add(150, 1000);
        return new SoakSample(
            TimeSpan.FromSeconds(10 * i),
            new Dictionary<string, (long, double)> { ["quality"] = ((long)(megabytes(i / 6.0) * 1048576), 0.1), ["api"] = (80L << 20, 0.1) },
            new Dictionary<string, TableFiles> { ["gold/events"] = new(40 + (i % 16), 1500, 3000) },
            Segments: 6,
            SegmentBytes: i << 20,
            latency,
            Sent: i * 1000,
            SentPerSecond: 100,
            Lag: 0);
    })];
}
