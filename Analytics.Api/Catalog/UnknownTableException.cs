namespace Analytics.Api.Catalog;

/// <summary>A table that gold doesn't have.</summary>
internal sealed class UnknownTableException(string name, bool isDeclared, IReadOnlyList<string> tables) : Exception(
    isDeclared
        ? $"The table \"{name}\" is declared by the pipeline, but nothing has been committed to it yet. "
            + "Its first rows come with the first settled batch or closed window."
        : $"There is no table \"{name}\".")
{
    /// <summary>The tables there are.</summary>
    public IReadOnlyList<string> Tables { get; } = tables;
}
