namespace Analytics.Contracts.Pipelines;

/// <summary>A word of a measure or condition.</summary>
/// <param name="Kind">What it is.</param>
/// <param name="Text">As written; of text the content, quotes resolved.</param>
/// <param name="Position">Where it begins, from 1.</param>
internal readonly record struct ConditionToken(ConditionTokenKind Kind, string Text, int Position)
{
    /// <summary>Whether it is this keyword, in any case.</summary>
    public bool Is(string word) => Kind is ConditionTokenKind.Word && Text.Equals(word, StringComparison.OrdinalIgnoreCase);

    /// <summary>Whether it is this sign.</summary>
    public bool IsSign(string sign) => Kind is ConditionTokenKind.Sign && Text == sign;
}
