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

    /// <summary>Whether the file can hold a value of an integer or timestamp column in a half-open range; true where statistics don't tell.</summary>
    /// <param name="column">The column's name.</param>
    /// <param name="from">First value of the range; for timestamps microseconds since the epoch, UTC.</param>
    /// <param name="to">End of the range, exclusive.</param>
    public bool MayContain(string column, long from, long to)
    {
        if (!Statistics.TryGetValue(column, out var statistics))
        {
            return true;
        }

        // Nothing but nulls: no value at all.
        return statistics.NullCount != RowCount && (statistics.Min is not long min || min < to) && (statistics.Max is not long max || max >= from);
    }
}
