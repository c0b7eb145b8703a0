namespace Analytics.Contracts.Suites.Conditions;

/// <summary>A column's value is missing, or is not.</summary>
/// <param name="Column">The column.</param>
/// <param name="IsNull">Whether it is missing.</param>
public sealed record NullityCondition(string Column, bool IsNull) : RowCondition
{
    /// <inheritdoc/>
    public override IEnumerable<string> Columns => [Column];
}
