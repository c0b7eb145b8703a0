using System.Text.Json;

namespace Analytics.Contracts.Suites.Conditions;

/// <summary>A column's value is one of a list, or none of it.</summary>
/// <param name="Column">The column.</param>
/// <param name="Values">JSON scalars.</param>
/// <param name="Within">False for NOT_IN.</param>
public sealed record MembershipCondition(string Column, IReadOnlyList<JsonElement> Values, bool Within) : RowCondition
{
    /// <inheritdoc/>
    public override IEnumerable<string> Columns => [Column];
}
