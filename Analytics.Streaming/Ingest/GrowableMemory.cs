using System.Runtime.InteropServices;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// A block of zeroed memory outside the collector's heap that can become larger or smaller. On Linux one of 64 KB and more is mapped of its own, and the system moves its
/// pages instead of copying them: growing needs no second block beside the first, and leaves no holes in the allocator's heap. From 1 MB on it lies on the boundaries of
/// huge pages, which are used where the system grants them: a table that is read at random is found by the processor's address cache then (docs/benchmarks.md).
/// Freed at once when disposed.
/// </summary>
internal sealed unsafe partial class GrowableMemory : SafeHandle
{
    private const int Page = 4096;

    // On x64 and arm64. Only the last of a block is not full.
    private const int HugePage = 2 << 20;
    private const int MappedFrom = 64 << 10;
    private const int HugeFrom = 1 << 20;
    private const int ReadWrite = 0x1 | 0x2;
    private const int PrivateAnonymous = 0x02 | 0x20;
    private const int NoReserve = 0x4000;
    private const int MayMove = 1;
    private const int ToAddress = 2;
    private const int AdviseHugePages = 14;

    private long _length;

    /// <param name="length">Bytes at least.</param>
    /// <exception cref="OutOfMemoryException">The system has no more.</exception>
    public GrowableMemory(long length)
        : base(0, ownsHandle: true)
    {
        _length = Round(length);
        SetHandle(IsMapped(_length) ? MapBlock(0, 0, _length) : (nint)NativeMemory.AllocZeroed((nuint)_length));
    }

    public override bool IsInvalid => handle == 0;

    public void* Pointer => (void*)handle;

    /// <summary>Bytes: whole pages.</summary>
    public long Length => _length;

    /// <summary>Makes it larger or smaller. What it held up to the smaller length stays, what is new is zero; <see cref="Pointer"/> may be another.</summary>
    /// <exception cref="OutOfMemoryException">The system has no more; the block is as it was.</exception>
    public void Resize(long length)
    {
        var before = _length;
        var rounded = Round(length);
        if (rounded == before)
        {
            return;
        }

        if (IsMapped(before) != IsMapped(rounded) || Unit(before) != Unit(rounded))
        {
            // Small pages that were moved would stay small, and keep the rest of their huge page from being one.
            using var other = new GrowableMemory(rounded);
            var kept = Math.Min(before, rounded);
            Buffer.MemoryCopy(Pointer, other.Pointer, kept, kept);
            (handle, other.handle) = (other.handle, handle);
            other._length = before;
        }
        else if (IsMapped(before))
        {
            SetHandle(MapBlock(handle, before, rounded));
        }
        else
        {
            SetHandle((nint)NativeMemory.Realloc(Pointer, (nuint)rounded));
            NativeMemory.Clear((byte*)Pointer + Math.Min(before, rounded), (nuint)Math.Max(0, rounded - before));
        }

        _length = rounded;
    }

    protected override bool ReleaseHandle()
    {
        if (IsMapped(_length))
        {
            return Unmap(handle, (nuint)_length) == 0;
        }

        NativeMemory.Free((void*)handle);
        return true;
    }

    private static bool IsMapped(long length) => OperatingSystem.IsLinux() && length >= MappedFrom;

    private static long Round(long length)
    {
        // By pages first: a length just below 1 MB is 1 MB then, and that has huge pages.
        var pages = Align(length, Unit(Math.Min(length, HugeFrom - 1)));
        return Align(pages, Unit(pages));
    }

    private static int Unit(long length) => length >= HugeFrom ? HugePage : IsMapped(length) ? Environment.SystemPageSize : Page;

    private static long Align(long length, long unit) => (length + unit - 1) / unit * unit;

    /// <summary>
    /// Maps a block on the boundary of its unit, or moves one there: an address range is reserved that has such a place, and what it has too much is given back.
    /// </summary>
    private static nint MapBlock(nint block, long before, long length)
    {
        var unit = Unit(length);
        var reserved = length + unit;
        var range = Checked(Map(0, (nuint)reserved, ReadWrite, PrivateAnonymous | NoReserve, -1, 0));
        var address = (nint)Align(range, unit);
        if (block != 0 && Remap(block, (nuint)before, (nuint)length, MayMove | ToAddress, address) == -1)
        {
            _ = Unmap(range, (nuint)reserved);
            return Checked(-1);
        }

        if (address > range)
        {
            _ = Unmap(range, (nuint)(address - range));
        }

        _ = Unmap(address + (nint)length, (nuint)(range + reserved - address - length));
        if (unit == HugePage)
        {
            // Advice: a system without huge pages, or without a free one, gives ordinary pages.
            _ = Advise(address, (nuint)length, AdviseHugePages);
        }

        return address;
    }

    private static nint Checked(nint address) =>
        address != -1 ? address : throw new InsufficientMemoryException("The system has no more memory for the index of known ids.");

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mremap")]
    private static partial nint Remap(nint address, nuint before, nuint after, int flags, nint target);

    [LibraryImport("libc", EntryPoint = "madvise")]
    private static partial int Advise(nint address, nuint length, int advice);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
