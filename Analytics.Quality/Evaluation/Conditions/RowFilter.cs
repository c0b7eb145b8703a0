using System.Text.Json;
using Analytics.Contracts.Suites.Conditions;
using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Conditions;

/// <summary>
/// A row condition as SQL that is true or false of every row, never null: with pandas' logic of missing values (null and NaN), where a comparison
/// with one is false and <c>!=</c> is true.
/// </summary>
internal static class RowFilter
{
    /// <exception cref="DataMismatchException">A column is missing, or has no order towards the value.</exception>
    public static string Sql(RowCondition condition, Relation relation) => condition switch
    {
        NullityCondition { IsNull: true } nullity => $"({Column(nullity.Column, relation).Missing})",
        NullityCondition nullity => $"(NOT ({Column(nullity.Column, relation).Missing}))",
        MembershipCondition membership => Membership(membership, Column(membership.Column, relation)),
        ComparisonCondition comparison => Comparison(comparison, relation),
        NegatedCondition negated => $"(NOT {Sql(negated.Inner, relation)})",
        CombinedCondition combined => $"({string.Join(combined.All ? " AND " : " OR ", combined.Conditions.Select(part => Sql(part, relation)))})",
        _ => throw new ArgumentOutOfRangeException(nameof(condition), condition, null),
    };

    private static RelationColumn Column(string name, Relation relation) =>
        relation.Find(name) ?? throw new DataMismatchException($"row_condition: the column \"{name}\" in BatchData does not exist.");

    private static string Membership(MembershipCondition membership, RelationColumn column)
    {
        var found = SqlValue.Set(membership.Values, column) is { } set ? $"coalesce({column.Present} IN ({set}), false)" : "false";
        if (membership.Values.Any(value => value.ValueKind is JsonValueKind.Null))
        {
            found = $"({found} OR {column.Missing})";
        }

        return membership.Within ? found : $"(NOT {found})";
    }

    private static string Comparison(ComparisonCondition comparison, Relation relation)
    {
        var left = comparison.Left.Column is { } first ? Column(first, relation) : null;
        var right = comparison.Right.Column is { } second ? Column(second, relation) : null;
        var a = left?.Present ?? SqlValue.Literal(comparison.Left.Value, right!);
        var b = right?.Present ?? SqlValue.Literal(comparison.Right.Value, left!);
        var differs = comparison.Operator is ComparisonOperator.NotEqual;
        if (a is null || b is null || !Comparable(left, right))
        {
            // Values of two types are never equal; there is no order between them.
            return comparison.Operator is ComparisonOperator.Equal ? "false" : differs ? "true"
                : throw new DataMismatchException($"row_condition: no order between column \"{(left ?? right)!.Name}\" of type {(left ?? right)!.Type} and what it is compared with.");
        }

        return $"coalesce({a} {Symbol(comparison.Operator)} {b}, {(differs ? "true" : "false")})";
    }

    private static bool Comparable(RelationColumn? left, RelationColumn? right) =>
        left is null || right is null || left.IsComparableWith(right);

    private static string Symbol(ComparisonOperator comparison) => comparison switch
    {
        ComparisonOperator.Equal => "=",
        ComparisonOperator.NotEqual => "<>",
        ComparisonOperator.Less => "<",
        ComparisonOperator.LessOrEqual => "<=",
        ComparisonOperator.Greater => ">",
        _ => ">=",
    };
}
