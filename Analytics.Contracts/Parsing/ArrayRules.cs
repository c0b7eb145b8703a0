namespace Analytics.Contracts.Parsing;

/// <summary>What an array must satisfy.</summary>
/// <param name="Items">The rules of every item; null when anything goes.</param>
/// <param name="MinItems">Fewest items.</param>
/// <param name="MaxItems">Most items.</param>
internal sealed record ArrayRules(ValueRules? Items, int MinItems, int MaxItems);
