using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary><c>expect_column_{mean,sum,median,stdev}_to_be_between</c>.</summary>
internal sealed class ColumnNumber : ColumnAggregate
{
    public ColumnNumber(Expectation expectation, Relation relation, string operation, Func<string, string, string> sql)
        : base(expectation, relation)
    {
        if (operation is "sum" && Subject.Family is ColumnFamily.Text && Comparison is { } comparison)
        {
            throw DataMismatchException.AfterMetrics($"'{comparison}' not supported between instances of 'str' and 'float'");
        }

        if (operation is "standard deviation" && Subject.IsTimestamp && Comparison is { } order)
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
}
