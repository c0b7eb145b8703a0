using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Rows;

/// <summary>
/// Uniqueness of a key. The shared scan only counts keys and distinct keys; which rows repeat is asked when the two differ.
/// Every row of a repeated key is unexpected, the first included.
/// </summary>
internal abstract class DuplicateRows(Expectation expectation, Relation relation) : RowEvaluator(expectation, relation)
{
    /// <summary>The key: null for rows that are missing.</summary>
    protected abstract string Key { get; }

    /// <summary>True of rows whose key counts.</summary>
    protected abstract string Present { get; }

    protected override bool IsConditionOfRow => false;

    protected override string PresentCount => $"count({Key}){Filter()}";

    protected override string UnexpectedCount => $"count(DISTINCT {Key}){Filter()}";

    public override string Unexpected =>
        $"({Within(Present)} AND {Key} IN (SELECT {Key} FROM {Relation.Name} WHERE {Within(Present)} GROUP BY {Key} HAVING count(*) > 1))";

    protected override long CountUnexpected(long scanned, long present, BatchReader reader) => scanned == present
        ? 0
        : reader.Count($"SELECT coalesce(sum(n), 0) FROM (SELECT count(*) AS n FROM {Relation.Name} WHERE {Within(Present)} GROUP BY {Key} HAVING count(*) > 1)");
}
