using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary>
/// <c>expect_column_quantile_values_to_be_between</c>. Quantiles are exact: the value whose rank is nearest by default, or as
/// <c>allow_relative_error</c> names an interpolation. A value within 1e-4 of a bound, relative to it, passes too.
/// </summary>
internal sealed class QuantileValues : ColumnAggregate
{
    private const double Tolerance = 1e-4;

    private static readonly string[] Interpolations = ["nearest", "linear", "lower", "higher", "midpoint"];

    private readonly double[] _quantiles;
    private readonly (double? Min, double? Max)[] _ranges;
    private readonly string _interpolation;

    public QuantileValues(Expectation expectation, Relation relation)
        : base(expectation, relation)
    {
        if (Subject.IsTimestamp)
        {
            throw DataMismatchException.AfterMetrics("float() argument must be a string or a real number, not 'Timestamp'");
        }

        RequireNumbers("quantiles");
        var arguments = expectation.Argument("quantile_ranges")!.Value;
        _quantiles = [.. arguments.GetProperty("quantiles").EnumerateArray().Select(item => item.GetDouble())];
        _ranges = [.. arguments.GetProperty("value_ranges").EnumerateArray().Select(range => (Bound(range[0]), Bound(range[1])))];
        _interpolation = Interpolation(expectation.Argument("allow_relative_error"));
        if (Subject.Family is ColumnFamily.Boolean && _interpolation is "linear" or "midpoint")
        {
            throw new DataMismatchException("numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.");
        }
    }

    protected override string Aggregate => $"count({Subject.Present}){Filter()}";

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var values = Values(Count(row), reader);
        var details = _ranges.Select((range, i) => Inside(values[i], range)).ToArray();
        var observed = new JsonObject
        {
            ["quantiles"] = new JsonArray([.. _quantiles.Select(quantile => JsonValue.Create(quantile))]),
            ["values"] = new JsonArray([.. values.Select(value => value is { } number ? JsonValues.Of(Subject.Family is ColumnFamily.Boolean ? number == 1 : number) : null)]),
        };
        return Observed(details.All(inside => inside), observed, new JsonObject { ["success_details"] = new JsonArray([.. details.Select(inside => JsonValue.Create(inside))]) });
    }

    private double?[] Values(long count, BatchReader reader)
    {
        if (count == 0)
        {
            return new double?[_quantiles.Length];
        }

        var ranks = _quantiles.Select(quantile => quantile * (count - 1)).ToArray();
        var needed = ranks.SelectMany(rank => new[] { Math.Floor(rank), Math.Ceiling(rank) }).Distinct().ToList();

        // The middle of a rank's share names exactly the value of that rank.
        var shares = needed.Select(rank => ((rank + 0.5) / count).ToString("R", CultureInfo.InvariantCulture));
        var found = (System.Collections.IEnumerable)reader.Values(
            $"SELECT quantile_disc({Subject.Numeric}, [{string.Join(", ", shares.Select(share => share + "::DOUBLE"))}]){Filter()} FROM {Relation.Name}")[0]!;
        var byRank = needed.Zip(found.Cast<object>().Select(value => Convert.ToDouble(value, CultureInfo.InvariantCulture))).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. ranks.Select(rank => (double?)Interpolate(rank, byRank[Math.Floor(rank)], byRank[Math.Ceiling(rank)]))];
    }

    private double Interpolate(double rank, double low, double high) => _interpolation switch
    {
        "lower" => low,
        "higher" => high,
        "midpoint" => (low + high) / 2,
        "linear" => low + ((high - low) * (rank - Math.Floor(rank))),
        _ => Math.Round(rank, MidpointRounding.ToEven) == Math.Floor(rank) ? low : high,
    };

    private static bool Inside(double? observed, (double? Min, double? Max) range) => observed is { } value
        && (range.Min is not { } min || value >= min || IsClose(value, min))
        && (range.Max is not { } max || value <= max || IsClose(value, max));

    private static bool IsClose(double value, double bound) => Math.Abs(value - bound) <= Tolerance * Math.Abs(bound);

    private static double? Bound(JsonElement bound) => bound.ValueKind is JsonValueKind.Null ? null : bound.GetDouble();

    private static string Interpolation(JsonElement? argument) => argument switch
    {
        null or { ValueKind: JsonValueKind.False } => "nearest",
        { ValueKind: JsonValueKind.String } name when Interpolations.Contains(name.GetString()) => name.GetString()!,
        _ => throw new DataMismatchException(
            "If specified for pandas, allow_relative_error must be one an allowed value for the 'interpolation'parameter of .quantile() (one of ['linear', 'lower', 'higher', 'midpoint', 'nearest'])"),
    };
}
