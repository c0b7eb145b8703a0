using System.Runtime.InteropServices;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>fsync(2) of a folder: a new file's name is durable only after it. .NET opens no folders, so this asks libc.</summary>
internal static partial class FolderSync
{
    private const int ReadOnly = 0;

    /// <summary>Told each folder that has been synced. For tests.</summary>
    internal static event Action<string>? Synced;

    /// <summary>
    /// Syncs a folder, and the names of it and of all above it: whoever made them may have synced nothing. One above that is not ours to open, or can't be synced,
    /// was not made by us.
    /// </summary>
    public static void SyncWithNames(string folder)
    {
        Sync(folder);
        for (var above = Path.GetDirectoryName(Path.GetFullPath(folder)); above is not null; above = Path.GetDirectoryName(above))
        {
            try
            {
                Sync(above);
            }
            catch (IOException)
            {
                return;
            }
        }
    }

    public static void Sync(string folder)
    {
        if (OperatingSystem.IsWindows())
        {
            return;
        }

        var descriptor = Open(folder, ReadOnly);
        if (descriptor < 0)
        {
            throw new IOException($"open {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
        }

        try
        {
            if (Fsync(descriptor) != 0)
            {
                throw new IOException($"fsync {folder}: {Marshal.GetLastPInvokeErrorMessage()}");
            }

            Synced?.Invoke(folder);
        }
        finally
        {
            _ = Close(descriptor);
        }
    }

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    private static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    private static partial int Fsync(int descriptor);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    private static partial int Close(int descriptor);
}
