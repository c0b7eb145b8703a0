namespace Analytics.Api.Catalog;

/// <summary>A table that the pipeline doesn't declare.</summary>
internal sealed class UnknownTableException(string name, IReadOnlyList<string> tables) : Exception($"There is no table \"{name}\".")
{
    /// <summary>The tables there are.</summary>
    public IReadOnlyList<string> Tables { get; } = tables;
}
