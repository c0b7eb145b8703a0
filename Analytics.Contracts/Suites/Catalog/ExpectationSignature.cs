namespace Analytics.Contracts.Suites.Catalog;

/// <summary>An expectation type and the arguments it takes.</summary>
/// <param name="Type">The type's name in JSON.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record ExpectationSignature(string Type, params IReadOnlyList<KwargDefinition> Arguments)
{
    /// <summary>Whether <c>min_value</c> or <c>max_value</c> must be given.</summary>
    public bool NeedsBound { get; init; }

    /// <summary>The arguments that every type takes: which rows it is about.</summary>
    private static readonly KwargDefinition[] Common = [Kwargs.RowCondition, Kwargs.ConditionParser];

    /// <summary>The argument of that name, or null.</summary>
    public KwargDefinition? Find(string name) => Arguments.Concat(Common).FirstOrDefault(argument => argument.Name == name);
}
