using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_pair_values_a_to_be_greater_than_b</c>.</summary>
internal sealed class PairGreater(Expectation expectation, Relation relation) : PairEvaluator(expectation, relation)
{
    protected override string Expected => A.IsComparableWith(B) ? $"{A.Present} {(Expectation.Flag("or_equal") ? ">=" : ">")} {B.Present}" : "true";

    protected override string? Mismatch => A.IsComparableWith(B) ? null : $"There is no order between column \"{A.Name}\" of type {A.Type} and column \"{B.Name}\" of type {B.Type}.";
}
