using System.Collections.Immutable;
using Analytics.Lake.Files;
using Analytics.Lake.Schema;

namespace Analytics.Lake.Log;

/// <summary>
/// A table at one version: its schema and live files. Immutable; successive snapshots share their structure, so that applying a commit costs what the
/// commit holds, not what the table holds.
/// </summary>
public sealed class DeltaSnapshot
{
    private const long PruneInterval = 64;

    private readonly ImmutableSortedDictionary<long, DataFile> _files;
    private readonly ImmutableDictionary<string, long> _positions;
    private readonly ImmutableDictionary<string, Tombstone> _tombstones;
    private readonly ImmutableSortedDictionary<string, long> _transactions;
    private readonly long _nextPosition;
    private IReadOnlyList<DataFile>? _list;

    private DeltaSnapshot(
        long version,
        TableMetadata metadata,
        ImmutableSortedDictionary<long, DataFile> files,
        ImmutableDictionary<string, long> positions,
        ImmutableDictionary<string, Tombstone> tombstones,
        ImmutableSortedDictionary<string, long> transactions,
        long nextPosition,
        long rowCount)
    {
        Version = version;
        Metadata = metadata;
        _files = files;
        _positions = positions;
        _tombstones = tombstones;
        _transactions = transactions;
        _nextPosition = nextPosition;
        RowCount = rowCount;
    }

    /// <summary>The log version.</summary>
    public long Version { get; }

    /// <summary>The schema at that version.</summary>
    public LakeSchema Schema => Metadata.Schema;

    /// <summary>Live files in the order in which they were added.</summary>
    public IReadOnlyList<DataFile> Files => _list ??= [.. _files.Values];

    /// <summary>Highest <c>txn</c> version by application id.</summary>
    public IReadOnlyDictionary<string, long> Transactions => _transactions;

    /// <summary>Rows over all live files.</summary>
    public long RowCount { get; }

    /// <summary>The <c>metaData</c> action in force.</summary>
    internal TableMetadata Metadata { get; }

    /// <summary>Files removed within the retention.</summary>
    internal IEnumerable<Tombstone> Tombstones => _tombstones.Values;

    /// <summary>Whether a file is live at this version.</summary>
    /// <param name="path">Its path relative to the table's folder.</param>
    public bool Contains(string path) => _positions.ContainsKey(path);

    /// <summary>The snapshot after <paramref name="commit"/>, which must be the next version.</summary>
    /// <exception cref="ArgumentException">It is another version.</exception>
    public DeltaSnapshot Apply(DeltaCommit commit)
    {
        if (commit.Version != Version + 1)
        {
            throw new ArgumentException($"version {commit.Version} does not follow version {Version}", nameof(commit));
        }

        return Next(commit, commit.Metadata ?? (commit.Schema is null ? Metadata : Metadata with { Schema = commit.Schema }));
    }

    /// <summary>The table before any file: the state that version 0 or a checkpoint is applied to.</summary>
    internal static DeltaSnapshot Empty(long version, TableMetadata metadata) => new(
        version,
        metadata,
        ImmutableSortedDictionary<long, DataFile>.Empty,
        ImmutableDictionary.Create<string, long>(StringComparer.Ordinal),
        ImmutableDictionary.Create<string, Tombstone>(StringComparer.Ordinal),
        ImmutableSortedDictionary.Create<string, long>(StringComparer.Ordinal),
        nextPosition: 0,
        rowCount: 0);

    private DeltaSnapshot Next(DeltaCommit commit, TableMetadata metadata)
    {
        var files = _files.ToBuilder();
        var positions = _positions.ToBuilder();
        var tombstones = _tombstones.ToBuilder();
        var rowCount = RowCount;
        var next = _nextPosition;

        foreach (var path in commit.Removed)
        {
            if (positions.Remove(path, out var position))
            {
                rowCount -= files[position].RowCount;
                files.Remove(position);
            }
        }

        foreach (var tombstone in commit.Tombstones)
        {
            tombstones[tombstone.Path] = tombstone;
        }

        foreach (var file in commit.Added)
        {
            if (positions.TryGetValue(file.Path, out var position))
            {
                rowCount -= files[position].RowCount;
                files.Remove(position);
            }

            tombstones.Remove(file.Path);
            positions[file.Path] = next;
            files[next++] = file;
            rowCount += file.RowCount;
        }

        if (commit.Version % PruneInterval == 0 && tombstones.Count > 0)
        {
            var oldest = commit.Timestamp - (long)TableMetadata.TombstoneRetention.TotalMilliseconds;
            tombstones.RemoveRange(tombstones.Values.Where(tombstone => tombstone.DeletionTimestamp < oldest).Select(tombstone => tombstone.Path).ToArray());
        }

        return new DeltaSnapshot(
            commit.Version,
            metadata,
            files.ToImmutable(),
            positions.ToImmutable(),
            tombstones.ToImmutable(),
            _transactions.SetItems(commit.Transactions),
            next,
            rowCount);
    }
}
