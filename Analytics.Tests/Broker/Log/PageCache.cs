using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Analytics.Tests.Broker.Log;

/// <summary>What the page cache has of a file, by cachestat(2): Linux 6.5 and later.</summary>
internal static partial class PageCache
{
    private const long CacheStat = 451;

    /// <summary>The pages that are not on the disk yet; null where the system does not tell.</summary>
    public static ulong? Unwritten(SafeFileHandle file)
    {
        var all = default(Span);
        var pages = default(Pages);
        return OperatingSystem.IsLinux() && Call(CacheStat, file, ref all, ref pages, 0) == 0 ? pages.Dirty + pages.BeingWritten : null;
    }

    [LibraryImport("libc", EntryPoint = "syscall")]
    private static partial long Call(long number, SafeFileHandle descriptor, ref Span all, ref Pages pages, uint flags);

    /// <summary>struct cachestat_range; a length of 0 is the whole file.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Span
    {
        public ulong Offset;
        public ulong Length;
    }

    /// <summary>struct cachestat.</summary>
    [StructLayout(LayoutKind.Sequential)]
    private struct Pages
    {
        public ulong Cached;
        public ulong Dirty;
        public ulong BeingWritten;
        public ulong Evicted;
        public ulong RecentlyEvicted;
    }
}
