using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_pair_values_to_be_equal</c>: null equals nothing.</summary>
internal sealed class PairEqual(Expectation expectation, Relation relation) : PairEvaluator(expectation, relation)
{
    protected override string Expected => A.IsComparableWith(B) ? $"{A.Against(B)} = {B.Against(A)}" : "false";
}
