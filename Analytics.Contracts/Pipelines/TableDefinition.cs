namespace Analytics.Contracts.Pipelines;

/// <summary>A windowed table.</summary>
public sealed record TableDefinition
{
    /// <summary>The table's name, an identifier.</summary>
    public required string Name { get; init; }

    /// <summary>How event time is cut into windows.</summary>
    public required WindowDefinition Window { get; init; }

    /// <summary>The columns that rows are grouped by, beside the window.</summary>
    public required IReadOnlyList<string> GroupBy { get; init; }

    /// <summary>The measures, in the order of the file.</summary>
    public required IReadOnlyList<MeasureDefinition> Measures { get; init; }
}
