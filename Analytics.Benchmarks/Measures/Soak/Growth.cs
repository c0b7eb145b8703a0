using System.Globalization;

namespace Analytics.Benchmarks.Measures.Soak;

/// <summary>How a quantity moved through the second half of a soak: the least-squares line through its samples.</summary>
/// <param name="Name">The quantity.</param>
/// <param name="Unit">Its unit.</param>
/// <param name="Mean">Its mean.</param>
/// <param name="Grown">What the line gains from the first sample to the last; negative when it falls.</param>
/// <param name="Bound">The most that it may gain.</param>
internal sealed record Growth(string Name, string Unit, double Mean, double Grown, double Bound)
{
    public bool IsWithinBound => Grown <= Bound;

    /// <param name="name">The quantity.</param>
    /// <param name="unit">Its unit.</param>
    /// <param name="samples">Seconds and value, at least one.</param>
    /// <param name="share">Allowed gain as a share of the mean …</param>
    /// <param name="slack">… plus this much, for what is small and moves in steps.</param>
    public static Growth Of(string name, string unit, IReadOnlyList<(double Seconds, double Value)> samples, double share, double slack)
    {
        var mean = samples.Average(s => s.Value);
        var middle = samples.Average(s => s.Seconds);
        var spread = samples.Sum(s => (s.Seconds - middle) * (s.Seconds - middle));
        var slope = spread == 0 ? 0 : samples.Sum(s => (s.Seconds - middle) * (s.Value - mean)) / spread;
        return new Growth(name, unit, mean, slope * (samples[^1].Seconds - samples[0].Seconds), (share * mean) + slack);
    }

    public override string ToString() => string.Create(
        CultureInfo.InvariantCulture,
        $"{(IsWithinBound ? "flat " : "GROWS")} {Name,-40} mean {Mean,10:N1} {Unit,-5} gained {Grown,10:N1}, bound {Bound,9:N1}");
}
