using Analytics.Lake.Files;

namespace Analytics.Lake.Log;

/// <summary>Makes versions of a log appear whole and durable.</summary>
/// <param name="table">The table's folder.</param>
internal sealed class LogWriter(string table)
{
    private readonly string _log = Path.Combine(table, LogFile.Folder);

    /// <summary>Flushes data files and the folders that hold their names.</summary>
    public void SyncData(IReadOnlyList<DataFile> files)
    {
        foreach (var file in files)
        {
            DurableFile.Sync(Path.Combine(table, file.Path));
        }

        foreach (var folder in files.Select(file => Path.GetDirectoryName(Path.Combine(table, file.Path))!).Distinct().ToArray())
        {
            DurableFile.SyncDirectory(folder);
        }
    }

    /// <summary>Creates the log's folder with every folder above it that is missing, durably: that of the table is there since its first data file.</summary>
    public void CreateFolder() => DurableFile.CreateDirectory(_log);

    /// <summary>Writes a version if nobody has written it.</summary>
    /// <returns>False when another writer took the version.</returns>
    /// <exception cref="ConcurrentWriterException">A lock that this process writes under is no longer its own.</exception>
    public bool TryWrite(long version, string appId, ReadOnlyMemory<byte> content)
    {
        var temporary = LogFile.Temporary(_log, "commit");
        try
        {
            WriteDurably(temporary, content);
            LogSteps.Reach(table, appId, "before_link");
            WriterLock.RequireHeld(table);
            if (!DurableFile.TryLink(temporary, LogFile.Commit(_log, version)))
            {
                return false;
            }

            LogSteps.Reach(table, appId, "after_link");
            DurableFile.SyncDirectory(_log);
            return true;
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    /// <summary>Replaces a file of the log in one step.</summary>
    public void Replace(string name, Action<string> write)
    {
        var temporary = LogFile.Temporary(_log, "replace");
        try
        {
            write(temporary);
            DurableFile.Sync(temporary);
            File.Move(temporary, name, overwrite: true);
            DurableFile.SyncDirectory(_log);
        }
        finally
        {
            File.Delete(temporary);
        }
    }

    private static void WriteDurably(string file, ReadOnlyMemory<byte> content)
    {
        using var handle = File.OpenHandle(file, FileMode.CreateNew, FileAccess.Write, FileShare.None);
        RandomAccess.Write(handle, content.Span, fileOffset: 0);
        RandomAccess.FlushToDisk(handle);
    }
}
