namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>What results are to show beyond the usual.</summary>
/// <param name="IsComplete">All unexpected values and rows, not only a sample (result format COMPLETE).</param>
/// <param name="IndexColumns">Columns that identify a row instead of its number (<c>unexpected_index_column_names</c>).</param>
internal sealed record ResultShape(bool IsComplete, IReadOnlyList<string> IndexColumns)
{
    /// <summary>The most unexpected values that a result lists, complete or not, as in Great Expectations; the numbers of their rows are all there.</summary>
    public const int MostValues = 200;

    /// <summary>Nothing beyond the usual.</summary>
    public static ResultShape Usual { get; } = new(IsComplete: false, []);

    /// <summary>How many unexpected values a sample shows (<c>partial_unexpected_count</c>).</summary>
    public int SampleSize { get; init; } = 20;

    /// <summary>Whether unexpected values themselves are shown; without them only the rows are named (<c>exclude_unexpected_values</c>).</summary>
    public bool ShowsValues { get; init; } = true;

    /// <summary>Whether the sampled rows are shown with all their columns (<c>include_unexpected_rows</c>).</summary>
    public bool ShowsRows { get; init; }

    /// <summary>Whether all unexpected rows are read, not only a sample: index columns without values are listed in full.</summary>
    public bool NeedsAll => IsComplete || (!ShowsValues && IndexColumns.Count > 0);

    /// <summary>Whether COMPLETE shows the query that finds the unexpected rows (<c>return_unexpected_index_query</c>).</summary>
    public bool ShowsQuery { get; init; } = true;
}
