namespace Analytics.Lake.Files;

/// <summary>A Parquet file of a table, as an <c>add</c> action names it.</summary>
public sealed record DataFile
{
    /// <summary>Path relative to the table's folder, with <c>/</c>, not percent-encoded.</summary>
    public required string Path { get; init; }

    /// <summary>Size in bytes.</summary>
    public required long Size { get; init; }

    /// <summary>Number of rows.</summary>
    public required long RowCount { get; init; }

    /// <summary>Modification time, milliseconds since the epoch.</summary>
    public required long ModificationTime { get; init; }

    /// <summary>Statistics by column name; columns without statistics are missing.</summary>
    public required IReadOnlyDictionary<string, ColumnStatistics> Statistics { get; init; }
}
