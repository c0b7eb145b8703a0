namespace Analytics.AppHost.Screen;

/// <summary>What the Spark query keeps to know repeats by.</summary>
internal sealed record SparkState
{
    /// <summary>Ids.</summary>
    public long Rows { get; init; }

    public long MemoryBytes { get; init; }

    public long DiskBytes { get; init; }
}
