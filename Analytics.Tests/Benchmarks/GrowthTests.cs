using Analytics.Benchmarks.Measures.Soak;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Benchmarks;

public sealed class GrowthTests
{
    [Fact]
    public void AStraightLine_GainsWhatItGains() =>
        Gen.Select(Gen.Double[-5, 5], Gen.Double[0, 1000], Gen.Int[2, 100]).Sample((slope, start, count) =>
        {
            var growth = Growth.Of("x", "MB", [.. Enumerable.Range(0, count).Select(i => (i * 10.0, start + (slope * i * 10)))], share: 0, slack: 0);

            growth.Grown.ShouldBe(slope * (count - 1) * 10, tolerance: 1e-6);
        });

    [Fact]
    public void NoiseAroundALevel_IsFlat_AndALeakUnderTheSameNoise_Grows() =>
        Gen.Double[-10, 10].Array[90].Sample(noise =>
        {
            Of(i => 300 + noise[i]).IsWithinBound.ShouldBeTrue();
            Of(i => 300 + noise[i] + i).IsWithinBound.ShouldBeFalse();

            static Growth Of(Func<int, double> value) =>
                Growth.Of("resident", "MB", [.. Enumerable.Range(0, 90).Select(i => (i * 10.0, value(i)))], share: 0.10, slack: 16);
        });

    [Fact]
    public void OneSample_IsFlat() => Growth.Of("x", "MB", [(10, 5)], share: 0, slack: 0).Grown.ShouldBe(0);
}
