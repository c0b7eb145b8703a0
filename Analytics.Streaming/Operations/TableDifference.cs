namespace Analytics.Streaming.Operations;

/// <summary>How one table of two lakes differs.</summary>
/// <param name="Table">The table.</param>
/// <param name="Count">Rows or counts that differ.</param>
/// <param name="Samples">Some of them, each a line.</param>
internal sealed record TableDifference(string Table, long Count, IReadOnlyList<string> Samples)
{
    /// <summary>Windows were compared up to here, microseconds since the epoch, UTC; null when all were.</summary>
    public long? ClosedTo { get; init; }
}
