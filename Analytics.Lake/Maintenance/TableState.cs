using Analytics.Lake.Files;
using Analytics.Lake.Log;

namespace Analytics.Lake.Maintenance;

/// <summary>What maintenance knows of a table: its newest version, when each live file came, and which files are to be deleted and when.</summary>
internal sealed class TableState(MaintainedTable table, TimeProvider time)
{
    private readonly Dictionary<string, long> _added = new(StringComparer.Ordinal);

    public string Name => table.Name;

    public bool HasOrphans => table.HasOrphans;

    public DeltaTable Table { get; } = new(table.Directory) { Time = time };

    /// <summary>The newest version seen; null while the table does not exist.</summary>
    public DeltaSnapshot? Snapshot { get; private set; }

    /// <summary>Files that were removed, oldest first.</summary>
    public Queue<Tombstone> Removed { get; } = new();

    /// <summary>Reads the log up to its end.</summary>
    public void Follow()
    {
        if (Snapshot is null)
        {
            Load();
            return;
        }

        while (Table.ReadCommit(Snapshot.Version + 1) is { } commit)
        {
            Snapshot = Snapshot.Apply(commit);
            foreach (var tombstone in commit.Tombstones)
            {
                _added.Remove(tombstone.Path);
                Removed.Enqueue(tombstone);
            }

            foreach (var file in commit.Added)
            {
                _added[file.Path] = commit.Version;
            }
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

    private void Load()
    {
        Snapshot = Table.Load();
        if (Snapshot is null)
        {
            return;
        }

        // A checkpoint does not say when a file came: not after it.
        foreach (var file in Snapshot.Files)
        {
            _added[file.Path] = Snapshot.Version;
        }

        foreach (var tombstone in Snapshot.Tombstones.OrderBy(tombstone => tombstone.DeletionTimestamp))
        {
            Removed.Enqueue(tombstone);
        }
    }
}
