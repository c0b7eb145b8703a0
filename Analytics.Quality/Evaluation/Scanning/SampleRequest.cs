using Analytics.Quality.Evaluation.Columns;

namespace Analytics.Quality.Evaluation.Scanning;

/// <summary>The first rows of which a condition is true.</summary>
/// <param name="Condition">The condition.</param>
/// <param name="Columns">What is read of each row.</param>
/// <param name="Wanted">How many rows; there are at least as many.</param>
/// <param name="Found">How many rows there are.</param>
/// <param name="Rows">How many rows were looked at.</param>
internal sealed record SampleRequest(string Condition, IReadOnlyList<RelationColumn> Columns, long Wanted, long Found, long Rows)
{
    /// <summary>Below this, one more statement costs more than to read all rows: what is asked is parsed and planned anew each time.</summary>
    private const int FewRows = 10_000;

    /// <summary>
    /// Whether it is read together with others. Rows that are common are found at once by a search of their own: among rarer ones they would only be in the way.
    /// </summary>
    public bool IsShared => Rows <= FewRows || Found < Rows / 100.0;
}
