namespace Analytics.Contracts.Suites.Conditions;

/// <summary>The opposite of a condition.</summary>
/// <param name="Inner">The condition.</param>
public sealed record NegatedCondition(RowCondition Inner) : RowCondition
{
    /// <inheritdoc/>
    public override IEnumerable<string> Columns => Inner.Columns;
}
