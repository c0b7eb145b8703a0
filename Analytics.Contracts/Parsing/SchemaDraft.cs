namespace Analytics.Contracts.Parsing;

/// <summary>The drafts of JSON Schema that are understood.</summary>
internal enum SchemaDraft
{
    /// <summary>Draft-07, and draft-06 which it extends: a <c>$ref</c> makes its siblings count for nothing.</summary>
    Draft07,

    /// <summary>Draft 2019-09.</summary>
    Draft201909,

    /// <summary>Draft 2020-12, the default.</summary>
    Draft202012,
}
