using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary><c>expect_column_{mean,sum,median,stdev}_to_be_between</c>.</summary>
internal sealed class ColumnNumber : ColumnAggregate
{
    public ColumnNumber(Expectation expectation, Relation relation, string operation, Func<string, string, string> sql)
        : base(expectation, relation)
    {
        RequireNumbers(operation);
        Aggregate = sql(Subject.Numeric, Filter());
    }

    protected override string Aggregate { get; }
}
