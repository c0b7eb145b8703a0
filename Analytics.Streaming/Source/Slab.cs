using System.Runtime.InteropServices;

namespace Analytics.Streaming.Source;

/// <summary>A block of native memory that records are copied into, one after the other. It does not move, so pointers into it hold while it is not reset.</summary>
internal sealed unsafe class Slab : IDisposable
{
    private byte* _memory;
    private int _used;

    /// <param name="size">Bytes.</param>
    public Slab(int size)
    {
        Size = size;
        _memory = (byte*)NativeMemory.Alloc((nuint)size);
    }

    ~Slab() => Free();

    public int Size { get; }

    public int Remaining => Size - _used;

    /// <summary>Takes <paramref name="length"/> bytes, which must be free.</summary>
    public byte* Take(int length)
    {
        var start = _memory + _used;
        _used += length;
        return start;
    }

    public void Reset() => _used = 0;

    public void Dispose()
    {
        Free();
        GC.SuppressFinalize(this);
    }

    private void Free()
    {
        if (_memory is not null)
        {
            NativeMemory.Free(_memory);
            _memory = null;
        }
    }
}
