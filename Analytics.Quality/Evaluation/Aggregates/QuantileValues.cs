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
    private int _missing;

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
    }

    protected override string Aggregate => $"count({Subject.Present}){Filter()}";

    public override void Plan(ScanPlan plan)
    {
        base.Plan(plan);

        // With one missing, Booleans are Python objects, which can be subtracted.
        _missing = plan.Add($"count(*) - count({Subject.Sql})");
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        if (Subject.Family is ColumnFamily.Boolean && IsBetweenValues && Count(row) > 0 && row.Count(_missing) == 0)
        {
            throw new DataMismatchException("numpy boolean subtract, the `-` operator, is not supported, use the bitwise_xor, the `^` operator, or the logical_xor function instead.");
        }

        var values = Values(Count(row), reader);
        var details = _ranges.Select((range, i) => Inside(Number(values[i]), range)).ToArray();
        var observed = new JsonObject
        {
            ["quantiles"] = new JsonArray([.. _quantiles.Select(quantile => JsonValue.Create(quantile))]),
            ["values"] = new JsonArray([.. values.Select(value => JsonValues.Of(Subject.Family is ColumnFamily.Boolean && !IsBetweenValues && value is not null ? Number(value) == 1 : value))]),
        };
        return Observed(details.All(inside => inside), observed, new JsonObject { ["success_details"] = new JsonArray([.. details.Select(inside => JsonValue.Create(inside))]) });
    }

    /// <summary>Whether a quantile may be a number that is not in the column.</summary>
    private bool IsBetweenValues => _interpolation is "linear" or "midpoint";

    private object?[] Values(long count, BatchReader reader)
    {
        if (count == 0)
        {
            return new object?[_quantiles.Length];
        }

        // By way of a percentage, as pandas asks numpy for it: the rounding shows in the last digit.
        var ranks = _quantiles.Select(quantile => quantile * 100 / 100 * (count - 1)).ToArray();
        var needed = ranks.SelectMany(rank => new[] { Math.Floor(rank), Math.Ceiling(rank) }).Distinct().ToList();

        // The middle of a rank's share names exactly the value of that rank.
        var shares = needed.Select(rank => ((rank + 0.5) / count).ToString("R", CultureInfo.InvariantCulture));
        var found = (System.Collections.IEnumerable)reader.Values(
            $"SELECT quantile_disc({Subject.Numeric}, [{string.Join(", ", shares.Select(share => share + "::DOUBLE"))}]){Filter()} FROM {Relation.Name}")[0]!;
        var byRank = needed.Zip(found.Cast<object>()).ToDictionary(pair => pair.First, pair => pair.Second);
        return [.. ranks.Select(rank => Interpolate(rank, byRank[Math.Floor(rank)], byRank[Math.Ceiling(rank)]))];
    }

    private object Interpolate(double rank, object low, object high) => _interpolation switch
    {
        "lower" => low,
        "higher" => high,
        "midpoint" => Between(low, high, double.IsInteger(rank) ? 0 : 0.5),
        "linear" => Between(low, high, rank - Math.Floor(rank)),
        _ => Math.Round(rank, MidpointRounding.ToEven) == Math.Floor(rank) ? low : high,
    };

    /// <summary>From the nearer end, as numpy has it.</summary>
    private static object Between(object low, object high, double share)
    {
        var (from, to) = (Number(low)!.Value, Number(high)!.Value);
        return share < 0.5 ? from + ((to - from) * share) : to - ((to - from) * (1 - share));
    }

    private static double? Number(object? value) => value is null ? null : Convert.ToDouble(value, CultureInfo.InvariantCulture);

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
