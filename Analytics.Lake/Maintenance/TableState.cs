using System.Text.Json;
using Analytics.Lake.Files;
using Analytics.Lake.Log;

namespace Analytics.Lake.Maintenance;

/// <summary>
/// What maintenance knows of a table: its newest version, when each live file came, the newest commit of each property of commitInfo, and which files
/// are to be deleted and when.
/// </summary>
internal sealed class TableState(MaintainedTable table, TimeProvider time)
{
    /// <summary>Of files that nobody reads commit by commit any more.</summary>
    private const long LongAgo = -1;

    private readonly Dictionary<string, long> _added = new(StringComparer.Ordinal);

    public string Name => table.Name;

    public bool HasOrphans => table.HasOrphans;

    public DeltaTable Table { get; } = new(table.Directory) { Time = time };

    /// <summary>The newest version seen; null while the table does not exist.</summary>
    public DeltaSnapshot? Snapshot { get; private set; }

    /// <summary>Files that were removed, oldest first.</summary>
    public Queue<Tombstone> Removed { get; } = new();

    /// <summary>Newest versions seen by property of commitInfo; what has not come since the start is missing.</summary>
    public Dictionary<string, long> Properties { get; } = new(StringComparer.Ordinal);

    /// <summary>Reads the log up to its end.</summary>
    public void Follow()
    {
        if (Snapshot is null)
        {
            Load();
            return;
        }

        try
        {
            while (Table.ReadCommit(Snapshot.Version + 1) is { } commit)
            {
                Snapshot = Snapshot.Apply(commit);
                Note(commit);
            }
        }
        catch (VersionGoneException)
        {
            // Another process kept this table meanwhile.
            Load();
        }
    }

    /// <summary>Live files that nobody reads commit by commit any more, in the order in which they were added.</summary>
    public IEnumerable<DataFile> Consumed()
    {
        if (table.ConsumedVersion is not { } consumed)
        {
            return Snapshot!.Files;
        }

        var limit = consumed();
        return Snapshot!.Files.Where(file => _added[file.Path] <= limit);
    }

    /// <summary>Consumed files that may be merged with each other.</summary>
    public IEnumerable<IEnumerable<DataFile>> Mergeable() => table.Generation is { } generation ? Consumed().GroupBy(generation) : [Consumed()];

    /// <summary>Consumed files that nobody needs any more.</summary>
    public IReadOnlyList<DataFile> Expired() => table.Expiry is { } expiry ? [.. Consumed().Where(expiry())] : [];

    /// <summary>The lowest version that somebody has still to read.</summary>
    public long NeededVersion() => Math.Min(table.ConsumedVersion is { } consumed ? consumed() + 1 : long.MaxValue, table.NeededVersion?.Invoke() ?? long.MaxValue);

    private void Note(DeltaCommit commit)
    {
        foreach (var tombstone in commit.Tombstones)
        {
            _added.Remove(tombstone.Path);
            Removed.Enqueue(tombstone);
        }

        // Files that maintenance makes hold rows that are consumed already.
        foreach (var file in commit.Added)
        {
            _added[file.Path] = commit.DataChange ? commit.Version : LongAgo;
        }

        if (commit.CommitInfo.ValueKind == JsonValueKind.Object)
        {
            foreach (var property in commit.CommitInfo.EnumerateObject())
            {
                Properties[property.Name] = commit.Version;
            }
        }
    }

    private void Load()
    {
        _added.Clear();
        Properties.Clear();
        Removed.Clear();
        Snapshot = Table.Load();
        if (Snapshot is null)
        {
            return;
        }

        foreach (var file in Snapshot.Files)
        {
            _added[file.Path] = LongAgo;
        }

        foreach (var tombstone in Snapshot.Tombstones.OrderBy(tombstone => tombstone.DeletionTimestamp))
        {
            Removed.Enqueue(tombstone);
        }

        if (table.ConsumedVersion is { } consumed)
        {
            NoteUnconsumed(consumed() + 1);
        }
    }

    /// <summary>A checkpoint does not say when a file came; the commits do that have not been consumed yet.</summary>
    private void NoteUnconsumed(long from)
    {
        for (var version = from; version <= Snapshot!.Version; version++)
        {
            var commit = Table.ReadCommit(version)!;
            foreach (var file in commit.Added.Where(file => commit.DataChange && _added.ContainsKey(file.Path)))
            {
                _added[file.Path] = version;
            }
        }
    }
}
