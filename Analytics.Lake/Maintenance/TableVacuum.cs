using Analytics.Lake.Log;

namespace Analytics.Lake.Maintenance;

/// <summary>Deletes what no reader can name any more. It knows every file from the log, so that nothing is found by listing, except orphans at the start.</summary>
internal sealed class TableVacuum(TableState state, MaintenanceSettings settings, MaintenanceMetrics metrics, TimeProvider time, Action<string>? reached)
{
    /// <summary>Files deleted at once: bounds the time of a step.</summary>
    private const int Most = 500;

    /// <summary>A reader opens a checkpoint at once after it has read its name.</summary>
    private static readonly TimeSpan CheckpointRetention = TimeSpan.FromMinutes(5);

    /// <summary>Deletes files that were removed longer ago than the retention, and checkpoints that newer ones have replaced.</summary>
    /// <returns>How many files were deleted.</returns>
    public int Step()
    {
        WriterLock.RequireHeld(state.Table.Directory);
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
            reached?.Invoke(LakeMaintenance.MidVacuum);
        }

        metrics.Deleted(state.Name, deleted);
        DeleteOldCheckpoints();
        return deleted;
    }

    /// <summary>Deletes what a crash left behind. Only before the owner begins to write, under the lock of its role.</summary>
    public void DeleteOrphans()
    {
        // Listed before the log is read: a file that is committed meanwhile is in the log by then.
        var log = Path.Combine(state.Table.Directory, LogFile.Folder);
        List<string> temporary = Directory.Exists(log) ? [.. Directory.EnumerateFiles(log, ".*.tmp")] : [];
        List<string> data = Directory.Exists(state.Table.Directory) ? [.. Directory.EnumerateFiles(state.Table.Directory).Where(IsOurs)] : [];
        state.Follow();

        // Without a log nothing tells an orphan from a table whose log was lost.
        if (state.Snapshot is null)
        {
            return;
        }

        var known = state.Snapshot.Tombstones.Select(tombstone => tombstone.Path).ToHashSet(StringComparer.Ordinal);
        var orphans = data.Where(file => !known.Contains(Path.GetFileName(file)) && !state.Snapshot.Contains(Path.GetFileName(file)));
        var deleted = 0;
        foreach (var file in orphans.Concat(temporary).ToList())
        {
            // Once more: on a file system that forgets locks a successor may be at work since the log was read.
            WriterLock.RequireHeld(state.Table.Directory);
            state.Follow();
            if (state.Snapshot.Contains(Path.GetFileName(file)))
            {
                continue;
            }

            File.Delete(file);
            deleted++;
            reached?.Invoke(LakeMaintenance.MidOrphans);
        }

        metrics.Deleted(state.Name, deleted);
    }

    /// <summary>
    /// A data file, or one that was being copied. A merged file comes into being for a commit of its own table, even where other files are published later.
    /// </summary>
    private bool IsOurs(string file) =>
        (state.HasOrphans || Path.GetFileName(file).StartsWith(TableCompaction.FilePrefix, StringComparison.Ordinal))
        && (file.EndsWith(".parquet", StringComparison.Ordinal) || (file.EndsWith(".tmp", StringComparison.Ordinal) && file.Contains(".parquet.", StringComparison.Ordinal)));

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
