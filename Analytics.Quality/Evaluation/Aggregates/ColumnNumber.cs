using System.Globalization;
using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary>
/// <c>expect_column_{mean,sum,median,stdev}_to_be_between</c>. Of few rows sums are computed as pandas does, to the last digit; DuckDB adds up in another
/// order, which for many rows is all that differs.
/// </summary>
internal sealed class ColumnNumber : ColumnAggregate
{
    private const string Mean = "mean", Sum = "sum", Spread = "standard deviation";

    /// <summary>Up to as many rows the values themselves are read.</summary>
    private const int FewRows = 10_000;

    private readonly string _operation;
    private int _rows;

    public ColumnNumber(Expectation expectation, Relation relation, string operation, Func<string, string, string> sql)
        : base(expectation, relation)
    {
        _operation = operation;
        if (operation is Sum && Subject.Family is ColumnFamily.Text && Comparison is { } comparison)
        {
            throw DataMismatchException.AfterMetrics($"'{comparison}' not supported between instances of 'str' and 'float'");
        }

        if (operation is Spread && Subject.IsTimestamp && Comparison is { } order)
        {
            throw DataMismatchException.AfterMetrics($"'{order}' not supported between instances of 'Timedelta' and 'float'");
        }

        RequireNumbers(operation);
        new Bounds(expectation).RequireOrder("float", isTime: false);
        Aggregate = sql(Subject.Numeric, Filter());
    }

    protected override string Aggregate { get; }

    /// <summary>The first comparison with a bound: pandas adds texts up to one text, which has no order towards a number.</summary>
    private string? Comparison => Expectation.Argument("min_value") is not null ? (Expectation.Flag("strict_min") ? ">" : ">=")
        : Expectation.Argument("max_value") is not null ? (Expectation.Flag("strict_max") ? "<" : "<=") : null;

    /// <summary>Whether the order of the additions shows: whole numbers add up to the same in any, but not the squares of their distances from the mean.</summary>
    private bool IsRounded => _operation is Spread ? Subject.Family is ColumnFamily.Integer or ColumnFamily.Boolean || Subject.Type is "DOUBLE" : _operation is Mean or Sum && Subject.Type is "DOUBLE";

    public override void Plan(ScanPlan plan)
    {
        base.Plan(plan);
        if (IsRounded)
        {
            _rows = plan.Add($"count(*){Filter()}");
        }
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        if (!IsRounded || IsNull(row) || row.Count(_rows) > FewRows || !double.IsFinite(Convert.ToDouble(Value(row), CultureInfo.InvariantCulture)))
        {
            return base.Read(row, reader);
        }

        var values = reader.Values($"SELECT CAST({Subject.Present} AS DOUBLE) FROM {Relation.Name} WHERE {Rows}").Cast<double?>().ToArray();
        JsonNode? observed = JsonValues.Of(Compute(values));
        return Observed(observed is not null && Holds(observed), observed);
    }

    /// <summary>A missing value is a zero that is added where it stands.</summary>
    private double Compute(double?[] values)
    {
        var present = values.Count(value => value is not null);
        var sum = PairwiseSum.Of(values.Select(value => value ?? 0).ToArray());
        return _operation switch
        {
            Sum => sum,
            Mean => sum / present,
            _ => Math.Sqrt(PairwiseSum.Of(values.Select(value => value is { } given ? ((sum / present) - given) * ((sum / present) - given) : 0).ToArray()) / (present - 1)),
        };
    }
}
