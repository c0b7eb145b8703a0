namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>What results are to show beyond the usual.</summary>
/// <param name="IsComplete">Unexpected values and rows beyond the sample (result format COMPLETE), up to <see cref="MostComplete"/>.</param>
/// <param name="IndexColumns">Columns that identify a row instead of its number (<c>unexpected_index_column_names</c>).</param>
internal sealed record ResultShape(bool IsComplete, IReadOnlyList<string> IndexColumns)
{
    /// <summary>How many unexpected rows COMPLETE shows.</summary>
    public const int MostComplete = 200;

    /// <summary>Nothing beyond the usual.</summary>
    public static ResultShape Usual { get; } = new(IsComplete: false, []);
}
