namespace Analytics.Lake.Files;

/// <summary>The few system calls that durability rests on: fsync(2) of files and folders, and link(2).</summary>
public static class DurableFile
{
    /// <summary>Flushes a file's data to the device.</summary>
    public static void Sync(string file) => throw new NotImplementedException();

    /// <summary>Flushes a folder, so that the names in it survive a power loss.</summary>
    public static void SyncDirectory(string directory) => throw new NotImplementedException();

    /// <summary>Gives a file a second name. Atomic; exactly one of several racing callers succeeds.</summary>
    /// <returns>False when the name is taken.</returns>
    /// <exception cref="IOException">Any other error, EXDEV included: <see cref="Exception.HResult"/> is the errno.</exception>
    public static bool TryLink(string existing, string name) => throw new NotImplementedException();

    /// <summary>Hard-links a file, or copies and syncs it where the target lies on another file system. An existing target of equal size is kept.</summary>
    public static void LinkOrCopy(string existing, string name) => throw new NotImplementedException();
}
