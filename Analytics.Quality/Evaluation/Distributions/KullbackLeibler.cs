namespace Analytics.Quality.Evaluation.Distributions;

/// <summary>The Kullback-Leibler divergence of two sets of weights, each scaled to a sum of 1, in nats.</summary>
internal static class KullbackLeibler
{
    /// <summary>Infinite where something was observed that has no weight in what was expected; NaN where nothing was observed.</summary>
    public static double Divergence(double[] observed, double[] expected)
    {
        var (all, total) = (PairwiseSum(observed), PairwiseSum(expected));
        return PairwiseSum([.. observed.Zip(expected, (p, q) => RelativeEntropy(p / all, q / total))]);
    }

    private static double RelativeEntropy(double p, double q) => (p, q) switch
    {
        _ when double.IsNaN(p) || double.IsNaN(q) => double.NaN,
        ( > 0, > 0) => p * Math.Log(p / q),
        (0, >= 0) => 0,
        _ => double.PositiveInfinity,
    };

    /// <summary>The order in which NumPy adds, so that the last digits agree: eight running sums in blocks of up to 128.</summary>
    private static double PairwiseSum(ReadOnlySpan<double> values)
    {
        if (values.Length > 128)
        {
            var half = values.Length / 2;
            half -= half % 8;
            return PairwiseSum(values[..half]) + PairwiseSum(values[half..]);
        }

        var (sum, start) = values.Length < 8 ? (0, 0) : EightSums(values);
        foreach (var value in values[start..])
        {
            sum += value;
        }

        return sum;
    }

    private static (double Sum, int Read) EightSums(ReadOnlySpan<double> values)
    {
        Span<double> sums = stackalloc double[8];
        values[..8].CopyTo(sums);
        var i = 8;
        for (; i + 8 <= values.Length; i += 8)
        {
            for (var lane = 0; lane < 8; lane++)
            {
                sums[lane] += values[i + lane];
            }
        }

        return (sums[0] + sums[1] + (sums[2] + sums[3]) + (sums[4] + sums[5] + (sums[6] + sums[7])), i);
    }
}
