using Analytics.Contracts.Commits;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Quality.Settlement;

namespace Analytics.Quality.Publication;

/// <summary>The rows of <c>ops/quality_results</c>: one per expectation and settlement, read from gold's log.</summary>
internal static class ResultRows
{
    public static readonly LakeSchema Schema = new(
    [
        new LakeColumn("table", LakeType.String, Nullable: false),
        new LakeColumn("gold_version", LakeType.Long, Nullable: false),
        new LakeColumn("first_batch", LakeType.Long, Nullable: false),
        new LakeColumn("last_batch", LakeType.Long, Nullable: false),
        new LakeColumn("settled_at", LakeType.Timestamp, Nullable: false),
        new LakeColumn("rows_gold", LakeType.Long, Nullable: false),
        new LakeColumn("rows_quarantined", LakeType.Long, Nullable: false),
        new LakeColumn("expectation", LakeType.Integer, Nullable: false),
        new LakeColumn("type", LakeType.String, Nullable: false),
        new LakeColumn("column", LakeType.String, Nullable: true),
        new LakeColumn("severity", LakeType.String, Nullable: false),
        new LakeColumn("success", LakeType.Boolean, Nullable: false),
        new LakeColumn("unexpected_count", LakeType.Long, Nullable: false),
        new LakeColumn("result", LakeType.String, Nullable: true),
    ]);

    /// <summary>The full results of the expectations that failed, by their position in the suite.</summary>
    public static IReadOnlyDictionary<int, string> Failures(DeltaCommit commit, AuditCommit audit)
    {
        if (!commit.CommitInfo.TryGetProperty(Settler.ResultsKey, out var results))
        {
            return new Dictionary<int, string>();
        }

        // Both lists are in the suite's order.
        return audit.Verdicts.Where(verdict => !verdict.Success).Zip(results.EnumerateArray(), (verdict, result) => (verdict.Index, result))
            .ToDictionary(pair => pair.Index, pair => pair.result.GetRawText());
    }
}
