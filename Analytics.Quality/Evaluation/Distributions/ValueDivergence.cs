using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Aggregates;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Distributions;

/// <summary>A distribution over values. Values that the partition lacks share <c>tail_weight_holdout</c>.</summary>
internal sealed class ValueDivergence : DivergenceExpectation
{
    private int _present;

    public ValueDivergence(Expectation expectation, Relation relation)
        : base(expectation, relation)
    {
        if (InternalHoldout > 0)
        {
            throw new DataMismatchException("Internal weight holdout cannot be used for discrete data.");
        }
    }

    public override void Plan(ScanPlan plan) => _present = plan.Add($"count({Subject.Present}){Filter()}");

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var present = row.Count(_present);
        var counts = reader.Rows($"SELECT {Subject.Shown} AS v, count(*) FROM {Relation.Name} WHERE {Within($"NOT ({Subject.Missing})")} GROUP BY v ORDER BY v")
            .Select(pair => (Value: Subject.IsNested ? Subject.Json(pair[0]) : JsonValues.Of(pair[0]), Weight: Convert.ToDouble(pair[1], CultureInfo.InvariantCulture) / present)).ToArray();
        var observed = counts.ToDictionary(pair => ValueKey.Of(pair.Value), pair => pair.Weight);
        var expected = Expected() ?? [.. counts];
        var known = expected.Select(pair => ValueKey.Of(pair.Value)).ToHashSet();
        var others = counts.Where(pair => !known.Contains(ValueKey.Of(pair.Value))).ToArray();
        var scale = others.Length > 0 ? 1 - TailHoldout : 1;
        JsonNode?[] values = [.. expected.Select(pair => pair.Value), .. others.Select(pair => pair.Value)];
        double[] weights = [.. expected.Select(pair => pair.Weight * scale), .. others.Select(_ => TailHoldout / others.Length)];
        double[] seen = [.. values.Select(value => observed.GetValueOrDefault(ValueKey.Of(value)))];
        return Judge(KullbackLeibler.Divergence(seen, weights), Partition(values, seen), Partition(values, weights));
    }

    private List<(JsonNode? Value, double Weight)>? Expected() => Expectation.Argument("partition_object") is not { } partition
        ? null
        : [.. partition.GetProperty("values").EnumerateArray().Select(value => JsonNode.Parse(value.GetRawText())).Zip(Weights("weights"))];

    private static JsonObject Partition(JsonNode?[] values, double[] weights) =>
        new() { ["values"] = new JsonArray([.. values.Select(value => value?.DeepClone())]), ["weights"] = Array(weights) };
}
