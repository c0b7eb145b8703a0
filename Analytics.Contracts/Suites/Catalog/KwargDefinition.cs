namespace Analytics.Contracts.Suites.Catalog;

/// <summary>One argument in an expectation's signature.</summary>
/// <param name="Name">The argument's name.</param>
/// <param name="Kind">What it may hold.</param>
/// <param name="Required">Whether it must be given.</param>
public sealed record KwargDefinition(string Name, KwargKind Kind, bool Required = false)
{
    /// <summary>The words a <see cref="KwargKind.Choice"/> may be.</summary>
    public IReadOnlyList<string> Choices { get; init; } = [];

    /// <summary>Whether null stands for "not given".</summary>
    public bool MayBeNull { get; init; } = true;

    /// <summary>Whether an empty array is allowed.</summary>
    public bool MayBeEmpty { get; init; }
}
