namespace Analytics.Broker.Storage;

/// <summary>Small files that are replaced as a whole: a reader finds the old content or the new one, never a mixture.</summary>
internal static class AtomicFile
{
    /// <param name="path">The file.</param>
    /// <param name="content">All that it shall hold.</param>
    /// <param name="sync">Whether content and name must be on the disk when this returns.</param>
    public static void Write(string path, ReadOnlySpan<byte> content, bool sync)
    {
        var temporary = path + ".tmp";
        using (var file = File.OpenHandle(temporary, FileMode.Create, FileAccess.Write))
        {
            RandomAccess.Write(file, content, 0);
            if (sync)
            {
                RandomAccess.FlushToDisk(file);
            }
        }

        File.Move(temporary, path, overwrite: true);
        if (sync)
        {
            FolderSync.Flush(Path.GetDirectoryName(path)!);
        }
    }
}
