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

    /// <summary>The newest version that brought rows; -1 before any. A window table computed from it or a later one has seen everything.</summary>
    public long NewestRows { get; private set; } = -1;

    protected override void OnLoaded(DeltaSnapshot? snapshot)
    {
        (Audit, SettledAt, NewestRows) = (null, null, -1);
        if (snapshot is null)
        {
            return;
        }

        if (Table.FindLatestCommit(snapshot.Version, AuditCommit.Key) is { } settlement)
        {
            Audit = Read(settlement);
            SettledAt = settlement.Timestamp;
        }

        var version = snapshot.Version;
        for (; NewestRows < 0 && Table.ReadCommitIfKept(version) is { } commit; version--)
        {
            NoteRows(commit);
        }

        // Cleaned up: then every window has been computed from a later version.
        NewestRows = Math.Max(NewestRows, version);
    }

    protected override void OnCommit(DeltaCommit commit)
    {
        NoteRows(commit);
        if (Read(commit) is { } audit)
        {
            Audit = audit;
            SettledAt = commit.Timestamp;
        }
    }

    private void NoteRows(DeltaCommit commit)
    {
        if (commit.DataChange && commit.Added.Count > 0)
        {
            NewestRows = commit.Version;
        }
    }

    private static AuditCommit? Read(DeltaCommit commit) =>
        commit.CommitInfo.ValueKind == JsonValueKind.Object && commit.CommitInfo.TryGetProperty(AuditCommit.Key, out var audit)
            ? audit.Deserialize(CommitJson.Default.AuditCommit)
            : null;
}
