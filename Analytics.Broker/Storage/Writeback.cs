using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Analytics.Broker.Storage;

/// <summary>
/// sync_file_range(2) with SYNC_FILE_RANGE_WRITE: the kernel begins to write a file's pages now, and nobody waits. It promises nothing: a failure is left to the next
/// fsync, which still reports it. Systems other than Linux keep their own pace.
/// </summary>
internal static partial class Writeback
{
    private const uint BeginWriting = 2;

    /// <param name="file">An open file.</param>
    /// <param name="from">The first byte.</param>
    /// <param name="length">How many bytes; more than 0, as 0 means up to the end.</param>
    /// <exception cref="ObjectDisposedException">The file is closed.</exception>
    public static void Begin(SafeFileHandle file, long from, long length)
    {
        if (OperatingSystem.IsLinux())
        {
            _ = SyncFileRange(file, from, length, BeginWriting);
        }
    }

    [LibraryImport("libc", EntryPoint = "sync_file_range")]
    private static partial int SyncFileRange(SafeFileHandle descriptor, long offset, long length, uint flags);
}
