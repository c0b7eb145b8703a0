namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary>
/// Sums of doubles in the order in which numpy adds them: pandas' results are to the last digit what that order makes of the rounding. Up to 128 numbers in
/// eight lanes, more in halves.
/// </summary>
internal static class PairwiseSum
{
    private const int Lanes = 8;
    private const int Block = 128;

    public static double Of(ReadOnlySpan<double> values)
    {
        if (values.Length > Block)
        {
            var half = values.Length / 2 / Lanes * Lanes;
            return Of(values[..half]) + Of(values[half..]);
        }

        var (sum, next) = values.Length < Lanes ? (0, 0) : InLanes(values);
        foreach (var value in values[next..])
        {
            sum += value;
        }

        return sum;
    }

    private static (double Sum, int Next) InLanes(ReadOnlySpan<double> values)
    {
        Span<double> lanes = stackalloc double[Lanes];
        values[..Lanes].CopyTo(lanes);
        var next = Lanes;
        for (; next + Lanes <= values.Length; next += Lanes)
        {
            for (var lane = 0; lane < Lanes; lane++)
            {
                lanes[lane] += values[next + lane];
            }
        }

        return (lanes[0] + lanes[1] + (lanes[2] + lanes[3]) + (lanes[4] + lanes[5] + (lanes[6] + lanes[7])), next);
    }
}
