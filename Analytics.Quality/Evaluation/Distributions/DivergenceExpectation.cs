using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;

namespace Analytics.Quality.Evaluation.Distributions;

/// <summary><c>expect_column_kl_divergence_to_be_less_than</c>: the column's distribution against a partition of values or of bins.</summary>
internal abstract class DivergenceExpectation : Evaluator
{
    protected DivergenceExpectation(Expectation expectation, Relation relation)
        : base(expectation, relation) => Subject = Column("column");

    protected RelationColumn Subject { get; }

    protected double TailHoldout => Expectation.Number("tail_weight_holdout") ?? 0;

    protected double InternalHoldout => Expectation.Number("internal_weight_holdout") ?? 0;

    /// <exception cref="DataMismatchException">The column is missing, or the partition does not go with the other arguments.</exception>
    public static Evaluator Create(Expectation expectation, Relation relation)
    {
        var partition = expectation.Argument("partition_object");
        var byValue = partition is { } given ? given.TryGetProperty("values", out _) : !expectation.Flag("bucketize_data", fallback: true);
        return byValue ? new ValueDivergence(expectation, relation) : new BinDivergence(expectation, relation);
    }

    /// <summary>The weights of the partition that the suite gives.</summary>
    protected double[] Weights(string name) =>
        [.. Expectation.Argument("partition_object")!.Value.GetProperty(name).EnumerateArray().Select(item => item.GetDouble())];

    protected ExpectationResult Judge(double divergence, JsonObject observed, JsonObject expected)
    {
        var success = Expectation.Number("threshold") is not { } threshold || divergence <= threshold;
        return Observed(
            success,
            double.IsFinite(divergence) ? JsonValue.Create(divergence) : null,
            new JsonObject { ["observed_partition"] = observed, ["expected_partition"] = expected });
    }

    protected static JsonArray Array(IEnumerable<double> weights) => new([.. weights.Select(weight => JsonValues.Of(weight))]);
}
