using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary><c>expect_column_unique_value_count_to_be_between</c>: distinct values, nulls left out.</summary>
internal sealed class UniqueValueCount(Expectation expectation, Relation relation) : ColumnAggregate(expectation, relation)
{
    protected override string Aggregate => $"count(DISTINCT {Subject.Present}){Filter()}";
}
