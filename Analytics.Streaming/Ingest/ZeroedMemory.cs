using System.Runtime.InteropServices;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// A block of zeroed memory outside the collector's heap. Large blocks are mapped of their own and, on Linux, backed by huge pages where the system grants them:
/// a table of hundreds of megabytes that is filled at random costs a page fault for each 2 MB then instead of for each 4 KB, and is found by the processor's
/// address cache afterwards (docs/benchmarks.md). Freed at once when disposed.
/// </summary>
internal sealed unsafe partial class ZeroedMemory : SafeHandle
{
    /// <summary>Bytes of a huge page on x64 and arm64. From here on a block is rounded up to whole ones.</summary>
    public const int HugePage = 2 << 20;

    private const int ReadWrite = 0x1 | 0x2;
    private const int PrivateAnonymous = 0x02 | 0x20;
    private const int AdviseHugePages = 14;

    private readonly nuint _length;
    private readonly bool _isMapped;

    /// <param name="length">Bytes, as <see cref="Round"/> gives them.</param>
    /// <exception cref="OutOfMemoryException">The system has no more.</exception>
    public ZeroedMemory(long length)
        : base(0, ownsHandle: true)
    {
        _length = (nuint)length;
        _isMapped = OperatingSystem.IsLinux() && length >= HugePage;
        if (!_isMapped)
        {
            SetHandle((nint)NativeMemory.AllocZeroed(_length));
            return;
        }

        var address = Map(0, _length, ReadWrite, PrivateAnonymous, -1, 0);
        if (address == -1)
        {
            throw new OutOfMemoryException($"{length} bytes for the index of known ids can't be had from the system.");
        }

        SetHandle(address);

        // Advice: a system without huge pages, or without a free one, gives ordinary pages.
        _ = Advise(address, _length, AdviseHugePages);
    }

    public override bool IsInvalid => handle == 0;

    public void* Pointer => (void*)handle;

    /// <summary>The bytes that a block of at least this length takes: large ones whole huge pages.</summary>
    public static long Round(long length) => length < HugePage ? length : (length + HugePage - 1) / HugePage * HugePage;

    protected override bool ReleaseHandle()
    {
        if (_isMapped)
        {
            return Unmap(handle, _length) == 0;
        }

        NativeMemory.Free((void*)handle);
        return true;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);
}
