using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary><c>expect_column_pair_values_a_to_be_greater_than_b</c>.</summary>
internal sealed class PairGreater(Expectation expectation, Relation relation) : PairEvaluator(expectation, relation)
{
    protected override string Expected => A.IsComparableWith(B) ? $"{A.Against(B)} {(Expectation.Flag("or_equal") ? ">=" : ">")} {B.Against(A)}" : "true";

    /// <summary>Texts and times against another type have no order even where no row is compared; Booleans with nulls are objects, compared one by one.</summary>
    protected override bool MismatchNeedsValues => A.Family is ColumnFamily.Boolean || B.Family is ColumnFamily.Boolean;

    protected override string? Mismatch => A.IsComparableWith(B) ? null : $"There is no order between column \"{A.Name}\" of type {A.Type} and column \"{B.Name}\" of type {B.Type}.";
}
