using System.Text.Json;
using Analytics.Api.Catalog;
using Analytics.Contracts.Commits;
using Analytics.Lake.Log;

namespace Analytics.Api.Ledger;

/// <summary>Follows <c>staging/events</c>: the newest ingest commit, and the rows of the commits that are not settled yet.</summary>
/// <param name="directory">The table's folder.</param>
/// <param name="time">The clock.</param>
internal sealed class StagingTail(string directory, TimeProvider time) : LogTail(directory, time)
{
    private readonly Queue<(long Version, long Rows)> _unsettled = new();
    private long _unsettledRows;
    private bool _reloaded;

    /// <summary>The newest ingest commit; null before the first.</summary>
    public IngestCommit? Ingest { get; private set; }

    /// <summary>Rows in commits after the version up to which gold is settled, counted from the commits' files and not from their ledger.</summary>
    public long UnsettledRows(long settledTo)
    {
        if (_reloaded)
        {
            Count(settledTo);
        }

        while (_unsettled.TryPeek(out var oldest) && oldest.Version <= settledTo)
        {
            _unsettledRows -= _unsettled.Dequeue().Rows;
        }

        return _unsettledRows;
    }

    protected override void OnLoaded(DeltaSnapshot? snapshot)
    {
        _reloaded = true;
        Ingest = snapshot is not null && Table.FindLatestCommit(snapshot.Version, IngestCommit.Key) is { } commit ? Read(commit) : null;
    }

    protected override void OnCommit(DeltaCommit commit)
    {
        if (!_reloaded)
        {
            Add(commit);
        }

        Ingest = Read(commit) ?? Ingest;
    }

    /// <summary>After a load the commits since the last settlement are read once; later ones come by the tail.</summary>
    private void Count(long settledTo)
    {
        _reloaded = false;
        _unsettled.Clear();
        _unsettledRows = 0;
        for (var version = settledTo + 1; Snapshot is not null && version <= Snapshot.Version; version++)
        {
            // Only settled versions are cleaned up.
            if (Table.ReadCommitIfKept(version) is { } commit)
            {
                Add(commit);
            }
        }
    }

    private void Add(DeltaCommit commit)
    {
        if (commit.DataChange)
        {
            var rows = commit.Added.Sum(file => file.RowCount);
            _unsettled.Enqueue((commit.Version, rows));
            _unsettledRows += rows;
        }
    }

    private static IngestCommit? Read(DeltaCommit commit) =>
        commit.CommitInfo.ValueKind == JsonValueKind.Object && commit.CommitInfo.TryGetProperty(IngestCommit.Key, out var ingest)
            ? ingest.Deserialize(CommitJson.Default.IngestCommit)
            : null;
}
