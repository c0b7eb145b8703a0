using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Log;

namespace Analytics.Quality.Settlement;

/// <summary>Where settlement of a table stands: read from gold's log, nowhere else.</summary>
/// <param name="Gold">Gold as of the last settlement; null before the first.</param>
/// <param name="Last">The last settlement; null before the first.</param>
internal sealed record GateState(DeltaSnapshot? Gold, AuditCommit? Last)
{
    public SettlementCounts Totals => Last?.Totals ?? SettlementCounts.None;

    /// <summary>The first version of the staged table that is not settled.</summary>
    public long NextStagingVersion => Last is null ? 0 : Last.StagingVersion + 1;

    public static GateState Load(DeltaTable gold)
    {
        var snapshot = gold.Load();
        var commit = snapshot is null ? null : gold.FindLatestCommit(snapshot.Version, AuditCommit.Key);
        return new GateState(snapshot, commit is null ? null : Read(commit));
    }

    /// <summary>The last settlement that had rows, within the last commits; null when there is none.</summary>
    public (DateTimeOffset At, SettlementCounts Rows)? LastWithRows(DeltaTable gold)
    {
        const int looked = 100;
        for (var version = Gold?.Version ?? -1; version >= 0 && version > Gold!.Version - looked; version--)
        {
            if (gold.ReadCommitIfKept(version) is not { } commit)
            {
                return null;
            }

            if (Read(commit) is { Decision: null, Rows.Settled: > 0 } audit)
            {
                return (DateTimeOffset.FromUnixTimeMilliseconds(commit.Timestamp), audit.Rows);
            }
        }

        return null;
    }

    /// <summary>The settlement that a gold commit records; null when it records none.</summary>
    public static AuditCommit? Read(DeltaCommit commit) =>
        commit.CommitInfo.ValueKind is JsonValueKind.Object && commit.CommitInfo.TryGetProperty(AuditCommit.Key, out var audit)
            ? audit.Deserialize(CommitJson.Default.AuditCommit)
            : null;
}
