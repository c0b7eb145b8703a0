using Analytics.Benchmarks.Measures;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Benchmarks;

public sealed class LatencyHistogramTests
{
    [Fact]
    public void Quantiles_AreThoseOfTheSortedRecords() =>
        Gen.Select(Gen.Long[0, 500].Array[1, 200], Gen.Double[0.01, 1]).Sample((latencies, quantile) =>
        {
            var histogram = new LatencyHistogram();
            foreach (var latency in latencies)
            {
                histogram.Add(latency, 1);
            }

            var sorted = latencies.Order().ToArray();
            histogram.Count.ShouldBe(latencies.Length);
            histogram.Max.ShouldBe(sorted[^1]);
            histogram.At(quantile).ShouldBe(sorted[(int)Math.Ceiling(quantile * sorted.Length) - 1]);
        });

    [Fact]
    public void Merged_CountsBoth()
    {
        LatencyHistogram one = new(), other = new();
        one.Add(10, 3);
        other.Add(10, 1);
        other.Add(20, 4);

        one.Add(other);

        one.Count.ShouldBe(8);
        one.At(0.5).ShouldBe(10);
        one.At(0.51).ShouldBe(20);
    }

    [Fact]
    public void Empty_IsZero() => new LatencyHistogram().At(0.99).ShouldBe(0);
}
