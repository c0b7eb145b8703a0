using Analytics.Lake.Log;

namespace Analytics.Lake.Maintenance;

/// <summary>Deletes what no reader can name any more. It knows every file from the log, so that nothing is found by listing, except orphans at the start.</summary>
internal sealed class TableVacuum(TableState state, MaintenanceSettings settings, MaintenanceMetrics metrics, TimeProvider time)
{
    /// <summary>Files deleted at once: bounds the time of a step.</summary>
    private const int Most = 500;

    /// <summary>A reader opens a checkpoint at once after it has read its name.</summary>
    private static readonly TimeSpan CheckpointRetention = TimeSpan.FromMinutes(5);

    /// <summary>Deletes files that were removed longer ago than the retention, and checkpoints that newer ones have replaced.</summary>
    public void Step()
    {
        state.Follow();
        var limit = (time.GetUtcNow() - settings.Retention).ToUnixTimeMilliseconds();
        var deleted = 0;
        for (; deleted < Most && state.Removed.TryPeek(out var oldest) && oldest.DeletionTimestamp <= limit; deleted++)
        {
            if (!state.Snapshot!.Contains(oldest.Path))
            {
                File.Delete(Path.Combine(state.Table.Directory, oldest.Path));
            }

            state.Removed.Dequeue();
        }

        metrics.Deleted(state.Name, deleted);
        DeleteOldCheckpoints();
    }

    /// <summary>Deletes what a crash left behind. Only before the owner begins to write, under the lock of its role.</summary>
    public void DeleteOrphans()
    {
        state.Follow();

        // Without a log nothing tells an orphan from a table whose log was lost.
        if (state.Snapshot is not { } snapshot)
        {
            return;
        }

        var log = Path.Combine(state.Table.Directory, LogFile.Folder);
        List<string> orphans = [.. Directory.EnumerateFiles(log, ".*.tmp")];
        var known = snapshot.Tombstones.Select(tombstone => tombstone.Path).ToHashSet(StringComparer.Ordinal);

        // A merged file comes into being for a commit of its own table, even where other files are published later.
        var suspects = state.HasOrphans ? "*.parquet" : TableCompaction.FilePrefix + "*.parquet";
        orphans.AddRange(Directory.EnumerateFiles(state.Table.Directory, suspects).Where(file => IsOrphan(Path.GetFileName(file))));
        orphans.AddRange(Directory.EnumerateFiles(state.Table.Directory, suspects + ".*.tmp"));

        orphans.ForEach(File.Delete);
        metrics.Deleted(state.Name, orphans.Count);

        bool IsOrphan(string name) => !snapshot.Contains(name) && !known.Contains(name);
    }

    private void DeleteOldCheckpoints()
    {
        var log = Path.Combine(state.Table.Directory, LogFile.Folder);
        if (!Directory.Exists(log))
        {
            return;
        }

        var limit = (time.GetUtcNow() - CheckpointRetention).UtcDateTime;
        var checkpoints = new DirectoryInfo(log).EnumerateFiles("*.checkpoint.parquet")
            .Where(file => LogFile.CheckpointVersion(file.Name) is not null)
            .OrderByDescending(file => file.Name, StringComparer.Ordinal);

        // The two newest stay whatever their age: the pointer names one, and is written after it.
        foreach (var file in checkpoints.Skip(2).Where(file => file.LastWriteTimeUtc < limit))
        {
            file.Delete();
        }
    }
}
