using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Distributions;

/// <summary>
/// A distribution over bins of numbers, each closed below and open above, the last closed. Empty bins share <c>internal_weight_holdout</c>,
/// what lies outside of all bins shares <c>tail_weight_holdout</c>. Without a partition the column is compared with its own histogram.
/// </summary>
internal sealed class BinDivergence : DivergenceExpectation
{
    private int _present;

    public BinDivergence(Expectation expectation, Relation relation)
        : base(expectation, relation)
    {
        if (Subject.Family is not (ColumnFamily.Integer or ColumnFamily.Real or ColumnFamily.Boolean))
        {
            throw new DataMismatchException($"Cannot compute the histogram of column \"{Subject.Name}\": its type {Subject.Type} has no numbers.");
        }

        if (!expectation.Flag("bucketize_data", fallback: true))
        {
            throw new DataMismatchException("KL Divergence cannot be computed with a continuous partition object and the bucketize_data parameter set to false.");
        }

        if (TailHoldout != 0 && HasTails)
        {
            throw new DataMismatchException("tail_weight_holdout must be 0 when using tail_weights in partition object");
        }
    }

    private bool HasTails => Expectation.Argument("partition_object") is { } partition && partition.TryGetProperty("tail_weights", out _);

    public override void Plan(ScanPlan plan) => _present = plan.Add($"count({Subject.Present}){Filter()}");

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var present = row.Count(_present);
        var given = Expectation.Argument("partition_object");
        if (present == 0 && given is null)
        {
            throw new DataMismatchException($"Column \"{Subject.Name}\" has no values to make bins of.");
        }

        var bins = given is { } partition ? Bins(partition) : AutomaticBins(present, reader);
        var counts = Histogram(bins, reader);
        var observed = counts[1..^1].Select(count => count / present).ToArray();
        double[] observedTails = [counts[0] / present, counts[^1] / present];
        var (expected, expectedTails) = given is null ? Own(observed) : (Weights("weights"), HasTails ? Weights("tail_weights") : [TailHoldout / 2, TailHoldout / 2]);
        expected = Held(expected);
        (bins, observed, expected, observedTails, expectedTails) = Ends(bins, observed, expected, observedTails, expectedTails);
        return Judge(
            KullbackLeibler.Divergence([observedTails[0], .. observed, observedTails[1]], [expectedTails[0], .. expected, expectedTails[1]]),
            Partition(bins, observed, observedTails),
            Partition(bins, expected, expectedTails));
    }

    private static (double[] Weights, double[] Tails) Own(double[] observed)
    {
        var rest = (1 - observed.Sum()) / 2;
        return (observed, [rest, rest]);
    }

    private double[] Held(double[] weights)
    {
        var scaled = weights.Select(weight => weight * (1 - TailHoldout - InternalHoldout)).ToArray();
        var empty = scaled.Count(weight => weight == 0);
        return InternalHoldout > 0 ? [.. scaled.Select(weight => weight == 0 ? InternalHoldout / empty : weight)] : scaled;
    }

    /// <summary>A bin that reaches to infinity is a tail.</summary>
    private (double[] Bins, double[] Observed, double[] Expected, double[] ObservedTails, double[] ExpectedTails) Ends(
        double[] bins, double[] observed, double[] expected, double[] observedTails, double[] expectedTails)
    {
        var (below, above) = (double.IsNegativeInfinity(bins[0]), double.IsPositiveInfinity(bins[^1]));
        if ((below || above) && HasTails)
        {
            throw new DataMismatchException("There can be no tail weights for partitions with one or both endpoints at infinity");
        }

        if (below && above && TailHoldout > 0)
        {
            throw new DataMismatchException("tail_weight_holdout cannot be used for partitions with infinite endpoints.");
        }

        if (below || above)
        {
            var inner = (below ? 1 : 0)..^(above ? 1 : 0);
            expectedTails = [below ? expected[0] : TailHoldout, above ? expected[^1] : TailHoldout];
            observedTails = [below ? observed[0] : observedTails[0], above ? observed[^1] : observedTails[1]];
            (bins, observed, expected) = (bins[inner], observed[inner], expected[inner]);
        }

        return (bins, observed, expected, observedTails, expectedTails);
    }

    /// <summary>Counts below the bins, in each of them, and above them.</summary>
    private double[] Histogram(double[] bins, BatchReader reader)
    {
        var x = Subject.Numeric;
        var counts = new List<string> { $"count(*){Filter($"{x} < {Sql(bins[0])}")}" };
        for (var i = 0; i + 1 < bins.Length; i++)
        {
            counts.Add($"count(*){Filter($"{x} >= {Sql(bins[i])} AND {x} {(i + 2 == bins.Length ? "<=" : "<")} {Sql(bins[i + 1])}")}");
        }

        counts.Add($"count(*){Filter($"{x} > {Sql(bins[^1])}")}");
        return [.. reader.Rows($"SELECT {string.Join(", ", counts)} FROM {Relation.Name}")[0].Select(count => Convert.ToDouble(count, CultureInfo.InvariantCulture))];
    }

    /// <summary>The number of bins is the larger of Sturges' and Freedman and Diaconis' rules.</summary>
    private double[] AutomaticBins(long present, BatchReader reader)
    {
        var q = reader.Rows($"SELECT min(x), quantile_cont(x, 0.25), quantile_cont(x, 0.75), max(x) FROM (SELECT CAST({Subject.Numeric} AS DOUBLE) AS x FROM {Relation.Name} WHERE {Rows})")[0]
            .Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture)).ToArray();
        var bins = Math.Ceiling(Math.Log2(present + 1.0));
        if (q[2] - q[1] >= 1e-10)
        {
            bins = Math.Max(bins, Math.Ceiling((q[3] - q[0]) / (2 * (q[2] - q[1]) / Math.Cbrt(present))));
        }

        var step = (q[3] - q[0]) / bins;
        return [.. Enumerable.Range(0, (int)bins).Select(i => (i * step) + q[0]), q[3]];
    }

    private static double[] Bins(JsonElement partition) => [.. partition.GetProperty("bins").EnumerateArray().Select(PartitionBin.Read)];

    private static string Sql(double bin) => $"CAST('{bin.ToString("R", CultureInfo.InvariantCulture).Replace("∞", "Infinity", StringComparison.Ordinal)}' AS DOUBLE)";

    private static JsonObject Partition(double[] bins, double[] weights, double[] tails) =>
        new() { ["bins"] = Array(bins), ["weights"] = Array(weights), ["tail_weights"] = Array(tails) };
}
