using System.Text.Json.Nodes;
using Analytics.Contracts.Suites;
using Analytics.Quality.Evaluation.Columns;
using Analytics.Quality.Evaluation.Results;
using Analytics.Quality.Evaluation.Scanning;

namespace Analytics.Quality.Evaluation.Aggregates;

/// <summary>
/// <c>expect_column_most_common_value_to_be_in_set</c>: the observed value is the list of all that tie, ascending. A tie fails unless
/// <c>ties_okay</c>; then one of them in the set is enough.
/// </summary>
internal sealed class MostCommonValue : Evaluator
{
    private readonly RelationColumn _subject;

    public MostCommonValue(Expectation expectation, Relation relation)
        : base(expectation, relation) => _subject = Column("column");

    public override void Plan(ScanPlan plan)
    {
        // Frequencies need groups, which the shared scan has not.
    }

    public override ExpectationResult Read(ScanRow row, BatchReader reader)
    {
        var modes = reader.Values($"""
            SELECT v FROM (SELECT {_subject.Shown} AS v, count(*) AS n FROM {Relation.Name} WHERE {Within($"NOT ({_subject.Missing})")} GROUP BY ALL)
            QUALIFY n = max(n) OVER () ORDER BY v
            """).ToArray();
        var expected = Expectation.Items("value_set").Select(ValueKey.Of).ToHashSet();
        var hits = _subject.IsNested ? 0 : modes.Count(mode => expected.Contains(ValueKey.Of(JsonValues.Of(mode))));
        var success = hits > 0 && (modes.Length == 1 || Expectation.Flag("ties_okay"));
        return Observed(success, new JsonArray([.. modes.Select(_subject.ArrayJson)]));
    }
}
