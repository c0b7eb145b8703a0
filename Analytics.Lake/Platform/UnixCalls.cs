using System.Runtime.InteropServices;

namespace Analytics.Lake.Platform;

/// <summary>The libc calls that .NET does not offer. The numbers below are the same on Linux and macOS.</summary>
internal static partial class UnixCalls
{
    /// <summary>No hard links on this file system (FAT, some network mounts), or protected_hardlinks forbids this one.</summary>
    public const int OperationNotPermitted = 1;

    /// <summary>EACCES.</summary>
    public const int AccessDenied = 13;

    /// <summary>EEXIST.</summary>
    public const int Exists = 17;

    /// <summary>EXDEV: the two names lie on different file systems.</summary>
    public const int CrossDevice = 18;

    /// <summary>EINVAL: what fsync(2) says of a folder on a file system that can't.</summary>
    public const int InvalidArgument = 22;

    /// <summary>EROFS.</summary>
    public const int ReadOnlyFileSystem = 30;

    /// <summary>EMLINK: the file has as many names as the file system allows (65,000 on ext4).</summary>
    public const int TooManyLinks = 31;

    public const int ReadOnly = 0;

    /// <summary>POSIX_FADV_DONTNEED.</summary>
    public const int DontNeed = 4;

    [LibraryImport("libc", EntryPoint = "link", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Link(string existing, string name);

    [LibraryImport("libc", EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    public static partial int Open(string path, int flags);

    [LibraryImport("libc", EntryPoint = "fsync", SetLastError = true)]
    public static partial int Sync(int descriptor);

    /// <summary>Linux only: macOS has no such call.</summary>
    [LibraryImport("libc", EntryPoint = "posix_fadvise")]
    public static partial int Advise(int descriptor, long offset, long length, int advice);

    [LibraryImport("libc", EntryPoint = "close", SetLastError = true)]
    public static partial int Close(int descriptor);
}
