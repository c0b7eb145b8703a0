namespace Analytics.Contracts.Suites.Conditions;

/// <summary>All of several conditions, or any of them.</summary>
/// <param name="All">True for AND, false for OR.</param>
/// <param name="Conditions">The conditions, at least one.</param>
public sealed record CombinedCondition(bool All, IReadOnlyList<RowCondition> Conditions) : RowCondition
{
    /// <inheritdoc/>
    public override IEnumerable<string> Columns => Conditions.SelectMany(condition => condition.Columns);
}
