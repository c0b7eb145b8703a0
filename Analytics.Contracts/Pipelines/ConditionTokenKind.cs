namespace Analytics.Contracts.Pipelines;

/// <summary>The kinds of words in a measure or condition.</summary>
internal enum ConditionTokenKind
{
    /// <summary>A column, function or keyword.</summary>
    Word,

    /// <summary>A number, sign included.</summary>
    Number,

    /// <summary>Text in single quotes.</summary>
    Text,

    /// <summary>An operator, parenthesis or comma.</summary>
    Sign,

    /// <summary>Nothing more.</summary>
    End,
}
