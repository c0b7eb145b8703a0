namespace Analytics.Contracts.Suites.Conditions;

/// <summary>Kinds of words in a condition written as text.</summary>
internal enum ConditionTokenKind
{
    Name,
    QuotedName,
    Number,
    Text,
    Symbol,
    End,
}
