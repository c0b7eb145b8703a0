using System.Buffers;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;
using System.Text;

namespace Analytics.Contracts.Columns;

/// <summary>
/// A column of UTF-8 texts (types String and Json): all bytes lie one after the other in one array, and row i is
/// <c>Bytes[Offsets[i]..Offsets[i + 1]]</c>. A null row is empty.
/// </summary>
public sealed class StringColumn : ColumnBuffer
{
    private const int CopiedAtOnce = 64;

    private byte[] _bytes = [];
    private int[] _offsets = ArrayPool<int>.Shared.Rent(1024);

    /// <summary>Creates an empty column.</summary>
    /// <param name="definition">The column's name and type.</param>
    public StringColumn(ColumnDefinition definition)
        : base(definition) => _offsets[0] = 0;

    /// <summary>The bytes of all rows. Valid until the next append.</summary>
    public ReadOnlySpan<byte> Bytes => _bytes.AsSpan(0, _offsets[Count]);

    /// <summary>Row starts, with one more entry than there are rows. Valid until the next append.</summary>
    public ReadOnlySpan<int> Offsets => _offsets.AsSpan(0, Count + 1);

    /// <summary>The array behind <see cref="Bytes"/>, for writers that need to pin it. Valid until the next append.</summary>
    public ReadOnlyMemory<byte> Memory => _bytes.AsMemory(0, _offsets[Count]);

    /// <inheritdoc/>
    public override long Capacity => base.Capacity + _bytes.Length + ((long)_offsets.Length * sizeof(int));

    /// <summary>The bytes of one row; empty when it is null. Valid until the next append.</summary>
    /// <param name="row">The row, from 0.</param>
    public ReadOnlySpan<byte> this[int row] => _bytes.AsSpan(_offsets[row], _offsets[row + 1] - _offsets[row]);

    /// <summary>Appends a text.</summary>
    /// <param name="utf8">Valid UTF-8.</param>
    /// <exception cref="InvalidOperationException">The column would hold more than 2 GB.</exception>
    public void Append(ReadOnlySpan<byte> utf8)
    {
        int start = _offsets[Count];
        if (utf8.Length > _bytes.Length - start)
        {
            Grow(ref _bytes, start, (long)start + utf8.Length);
        }

        utf8.CopyTo(_bytes.AsSpan(start));
        AddRow(1);
        Close(start + utf8.Length);
    }

    /// <summary>Appends the first bytes of a text: short ones by whole vectors where there is room, with bytes that are then overwritten or never read.</summary>
    /// <param name="utf8">Readable bytes, the first of them valid UTF-8.</param>
    /// <param name="length">How many of them.</param>
    /// <exception cref="InvalidOperationException">The column would hold more than 2 GB.</exception>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    internal void AppendStart(ReadOnlySpan<byte> utf8, int length)
    {
        int start = _offsets[Count];
        if (length > CopiedAtOnce || utf8.Length < CopiedAtOnce || _bytes.Length - start < CopiedAtOnce)
        {
            Append(utf8[..length]);
            return;
        }

        ref byte from = ref MemoryMarshal.GetReference(utf8);
        ref byte to = ref MemoryMarshal.GetReference(_bytes.AsSpan(start));
        var low = Vector256.LoadUnsafe(ref from);
        var high = Vector256.LoadUnsafe(ref from, (nuint)Vector256<byte>.Count);
        low.StoreUnsafe(ref to);
        high.StoreUnsafe(ref to, (nuint)Vector256<byte>.Count);
        AddRow(1);
        Close(start + length);
    }

    /// <summary>Appends a text.</summary>
    /// <param name="text">The text.</param>
    public void Append(string text) => Append(Encoding.UTF8.GetBytes(text));

    /// <inheritdoc/>
    public override void AppendNull()
    {
        int end = _offsets[Count];
        AddRow(0);
        Close(end);
    }

    /// <summary>One row as a string; null when it is null. Allocates: not for hot paths.</summary>
    /// <param name="row">The row, from 0.</param>
    public string? GetString(int row) => IsNull(row) ? null : Encoding.UTF8.GetString(this[row]);

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        if (!disposing || _offsets.Length == 0)
        {
            return;
        }

        ArrayPool<int>.Shared.Return(_offsets);
        _offsets = [];
        if (_bytes.Length != 0)
        {
            ArrayPool<byte>.Shared.Return(_bytes);
            _bytes = [];
        }
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private void Close(int end)
    {
        int[] offsets = _offsets;
        int count = Count;
        if ((uint)count >= (uint)offsets.Length)
        {
            Grow(ref _offsets, count, count + 1L);
            offsets = _offsets;
        }

        offsets[count] = end;
    }
}
