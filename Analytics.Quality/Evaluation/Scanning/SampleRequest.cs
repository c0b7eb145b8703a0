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
    /// Whether it is read together with others. A search of its own reads one or two columns and ends at the last row wanted; a shared one looks at all
    /// that the others ask for, and as a streamed scan it is far ahead of its reader. It pays for rows so rare that nearly all have to be looked at.
    /// </summary>
    public bool IsShared => Rows <= FewRows || Reach > Rows / 2;

    /// <summary>Among how many of the first rows those wanted lie if they are spread evenly, and half as many more, as they never quite are.</summary>
    private long Reach => (long)(Rows * 1.5 * Wanted / Found);
}
