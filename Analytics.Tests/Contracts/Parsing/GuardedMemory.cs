using System.Runtime.InteropServices;

namespace Analytics.Tests.Contracts.Parsing;

/// <summary>Pages of memory between two that nothing may touch: the process ends at the first byte read beyond either end. Linux only.</summary>
internal sealed unsafe partial class GuardedMemory : IDisposable
{
    private const int None = 0x0;
    private const int ReadWrite = 0x1 | 0x2;
    private const int PrivateAnonymous = 0x02 | 0x20;

    private readonly nint _range;
    private readonly int _page = Environment.SystemPageSize;
    private readonly int _length;

    public GuardedMemory(int pages)
    {
        _length = pages * _page;
        _range = Map(0, (nuint)(_length + (2 * _page)), None, PrivateAnonymous, -1, 0);
        if (_range == -1 || Protect(_range + _page, (nuint)_length, ReadWrite) != 0)
        {
            throw new InsufficientMemoryException("No guarded pages.");
        }
    }

    /// <summary>The text as the first bytes there are.</summary>
    public ReadOnlySpan<byte> AtStart(ReadOnlySpan<byte> text) => Put(text, 0);

    /// <summary>The text as the last bytes there are.</summary>
    public ReadOnlySpan<byte> AtEnd(ReadOnlySpan<byte> text) => Put(text, _length - text.Length);

    public void Dispose() => _ = Unmap(_range, (nuint)(_length + (2 * _page)));

    private Span<byte> Put(ReadOnlySpan<byte> text, int at)
    {
        var place = new Span<byte>((void*)(_range + _page), _length).Slice(at, text.Length);
        text.CopyTo(place);
        return place;
    }

    [LibraryImport("libc", EntryPoint = "mmap")]
    private static partial nint Map(nint address, nuint length, int protection, int flags, int file, nint offset);

    [LibraryImport("libc", EntryPoint = "mprotect")]
    private static partial int Protect(nint address, nuint length, int protection);

    [LibraryImport("libc", EntryPoint = "munmap")]
    private static partial int Unmap(nint address, nuint length);
}
