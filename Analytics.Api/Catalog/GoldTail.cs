using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Log;

namespace Analytics.Api.Catalog;

/// <summary>Follows a gold table and the settlements in its log.</summary>
/// <param name="directory">The table's folder.</param>
/// <param name="time">The clock.</param>
internal sealed class GoldTail(string directory, TimeProvider time) : LogTail(directory, time)
{
    /// <summary>The newest settlement; null before the first.</summary>
    public AuditCommit? Audit { get; private set; }

    /// <summary>When the newest settlement was committed, milliseconds since the epoch.</summary>
    public long? SettledAt { get; private set; }

    /// <summary>While the source is complete: the gold version from which on nothing new came. A window table computed from it has everything.</summary>
    public long? CompleteSince { get; private set; }

    protected override void OnLoaded(DeltaSnapshot? snapshot)
    {
        (Audit, SettledAt, CompleteSince) = (null, null, null);
        if (snapshot is null || Table.FindLatestCommit(snapshot.Version, AuditCommit.Key) is not { } commit)
        {
            return;
        }

        Audit = Read(commit);
        SettledAt = commit.Timestamp;
        if (Audit is { EndOfInput: true })
        {
            CompleteSince = FindCompletion(commit, Audit);
        }
    }

    protected override void OnCommit(DeltaCommit commit)
    {
        if (Read(commit) is not { } audit)
        {
            return;
        }

        if (!audit.EndOfInput)
        {
            CompleteSince = null;
        }
        else if (CompleteSince is null || audit.Rows.Settled > 0)
        {
            CompleteSince = commit.Version;
        }

        Audit = audit;
        SettledAt = commit.Timestamp;
    }

    /// <summary>Walks back over empty settlements to the one that brought the last rows or the end of input.</summary>
    private long FindCompletion(DeltaCommit commit, AuditCommit audit)
    {
        while (audit.Rows.Settled == 0
            && commit.Version > 0
            && Table.FindLatestCommit(commit.Version - 1, AuditCommit.Key) is { } earlier
            && Read(earlier) is { EndOfInput: true } before)
        {
            (commit, audit) = (earlier, before);
        }

        return commit.Version;
    }

    private static AuditCommit? Read(DeltaCommit commit) =>
        commit.CommitInfo.ValueKind == JsonValueKind.Object && commit.CommitInfo.TryGetProperty(AuditCommit.Key, out var audit)
            ? audit.Deserialize(CommitJson.Default.AuditCommit)
            : null;
}
