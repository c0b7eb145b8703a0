using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Lake.Log;

namespace Analytics.Api.Catalog;

/// <summary>Follows a gold table and the settlements in its log.</summary>
/// <param name="directory">The table's folder.</param>
/// <param name="time">The clock.</param>
/// <param name="timeColumn">The column whose spread in the files that gold gains is noted; null for none.</param>
internal sealed class GoldTail(string directory, TimeProvider time, string? timeColumn = null) : LogTail(directory, time)
{
    /// <summary>More spreads than this are read from the log again when somebody asks for them.</summary>
    private const int MostSpreads = 20_000;

    private readonly List<(long Version, long First, long Last)> _spreads = [];
    private long _spreadsFrom;

    /// <summary>The newest settlement; null before the first.</summary>
    public AuditCommit? Audit { get; private set; }

    /// <summary>When the newest settlement was committed, milliseconds since the epoch.</summary>
    public long? SettledAt { get; private set; }

    /// <summary>The newest version that brought rows; -1 before any. A window table computed from it or a later one has seen everything.</summary>
    public long NewestRows { get; private set; } = -1;

    /// <summary>First and last time of each file gained after a version, in order of versions.</summary>
    public IReadOnlyList<(long First, long Last)> Gained(long after)
    {
        var from = Math.Max(after + 1, 0);
        if (_spreadsFrom > from)
        {
            var known = _spreads.ToArray();
            _spreads.Clear();
            for (var version = from; version < _spreadsFrom; version++)
            {
                if (Table.ReadCommitIfKept(version) is { } commit)
                {
                    NoteSpreads(commit);
                }
            }

            _spreads.AddRange(known);
            _spreadsFrom = from;
        }

        return [.. _spreads.SkipWhile(spread => spread.Version < from).Select(spread => (spread.First, spread.Last))];
    }

    protected override void OnLoaded(DeltaSnapshot? snapshot)
    {
        _spreads.Clear();
        _spreadsFrom = (snapshot?.Version ?? -1) + 1;
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
        if (_spreads.Count > MostSpreads)
        {
            _spreads.Clear();
            _spreadsFrom = commit.Version;
        }

        NoteSpreads(commit);
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

    private void NoteSpreads(DeltaCommit commit)
    {
        if (timeColumn is null || !commit.DataChange)
        {
            return;
        }

        foreach (var file in commit.Added)
        {
            if (file.Statistics.GetValueOrDefault(timeColumn) is { Min: long first, Max: long last })
            {
                _spreads.Add((commit.Version, first, last));
            }
        }
    }

    private static AuditCommit? Read(DeltaCommit commit) =>
        commit.CommitInfo.ValueKind == JsonValueKind.Object && commit.CommitInfo.TryGetProperty(AuditCommit.Key, out var audit)
            ? audit.Deserialize(CommitJson.Default.AuditCommit)
            : null;
}
