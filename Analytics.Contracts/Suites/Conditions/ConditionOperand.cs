using System.Text.Json;

namespace Analytics.Contracts.Suites.Conditions;

/// <summary>One side of a comparison: a column or a value.</summary>
/// <param name="Column">The column's name, or null for a value.</param>
/// <param name="Value">The value: a JSON scalar.</param>
public sealed record ConditionOperand(string? Column, JsonElement Value = default);
