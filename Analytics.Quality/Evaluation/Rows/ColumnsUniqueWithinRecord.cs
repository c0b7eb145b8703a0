using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_select_column_values_to_be_unique_within_record</c>: the columns of a row differ from each other; nulls are equal.</summary>
internal sealed class ColumnsUniqueWithinRecord(Expectation expectation, Relation relation) : RecordEvaluator(expectation, relation)
{
    protected override string Expected => $"NOT ({string.Join(" OR ", Pairs())})";

    private IEnumerable<string> Pairs() =>
        Columns.SelectMany((left, i) => Columns.Skip(i + 1).Select(right => left.SameAs(right)));
}
