using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>The first rows of which a condition is true.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Columns">What is read of each row.</param>
/// <param name="Wanted">How many rows; there are at least as many.</param>
/// <param name="Share">How many of all rows there are, from 0 to 1.</param>
internal sealed record SampleRequest(string Condition, IReadOnlyList<RelationColumn> Columns, long Wanted, double Share)
{
    /// <summary>Rows that are this common are found at once by a search of their own: among rarer ones they would only be in the way.</summary>
    public bool IsRare => Share < 0.01;
}
