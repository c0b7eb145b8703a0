namespace Analytics.Contracts.Suites.Catalog;

/// <summary>An expectation type and the arguments it takes.</summary>
/// <param name="Type">The type's name in JSON.</param>
/// <param name="Arguments">Its arguments.</param>
public sealed record ExpectationSignature(string Type, params IReadOnlyList<KwargDefinition> Arguments)
{
    /// <summary>Whether <c>min_value</c> or <c>max_value</c> must be given.</summary>
    public bool NeedsBound { get; init; }

    /// <summary>Whether it is about rows, of which <c>row_condition</c> can pick some.</summary>
    public bool TakesRows { get; init; } = true;

    /// <summary>The arguments that every type takes. The batch, the format and what happens to exceptions are the run's to say: they are taken, no more.</summary>
    private static readonly KwargDefinition[] Common = [Kwargs.CatchExceptions, Kwargs.ResultFormat, Kwargs.BatchId];

    private static readonly KwargDefinition[] OfRows = [Kwargs.RowCondition, Kwargs.ConditionParser];

    /// <summary>The argument of that name, or null.</summary>
    public KwargDefinition? Find(string name) => Arguments.Concat(Common).Concat(TakesRows ? OfRows : []).FirstOrDefault(argument => argument.Name == name);
}
