using System.Runtime.InteropServices;

namespace Analytics.Broker.Storage;

/// <summary>
/// fsync(2) of a folder: after it, the files created, renamed and deleted in it are so after a power loss too. Windows keeps its own journal of names:
/// nothing is done there.
/// </summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Told each folder that has been flushed. For tests.</summary>
    internal static event Action<string>? Flushed;

    /// <summary>
    /// Flushes the names of a folder and of all above it: whoever made them may have flushed nothing. One above that is not ours to open, or can't be flushed, was
    /// not made by us.
    /// </summary>
    public static void FlushNames(string folder)
    {
        for (var above = Path.GetDirectoryName(Path.GetFullPath(folder)); above is not null; above = Path.GetDirectoryName(above))
        {
            try
            {
                Flush(above);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    /// <exception cref="IOException">The folder cannot be synced.</exception>
    public static void Flush(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw Failure(folder);
        }

        try
        {
            if (Sync(descriptor) != 0)
            {
                throw Failure(folder);
            }

            Flushed?.Invoke(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    private static IOException Failure(string folder) => new($"the folder {folder} cannot be synced: {Marshal.GetLastPInvokeErrorMessage()}");

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Sync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
