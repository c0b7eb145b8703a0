namespace Analytics.Contracts.Suites.Conditions;

/// <summary>One word of a condition written as text.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">The name, the symbol, the number as written, or the text without quotes.</param>
internal readonly record struct ConditionToken(ConditionTokenKind Kind, string Text);
