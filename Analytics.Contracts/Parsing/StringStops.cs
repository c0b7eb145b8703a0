using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// Where the plain part of a string can end in one record: a bit for each byte, set at quotes, backslashes and control characters, found in one pass of
/// vectors over the record. The bit behind the last byte is set too, so that a search always ends. One per parser. Reads no byte outside the record.
/// </summary>
internal sealed class StringStops
{
    private const int Block = 64;

    private ulong[] _words = new ulong[Block];

    /// <summary>Marks the stops of a record.</summary>
    /// <param name="text">The record.</param>
    /// <returns>Whether all its bytes are ASCII.</returns>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public bool Mark(ReadOnlySpan<byte> text)
    {
        int whole = text.Length / Block;
        int rest = text.Length % Block;
        if (_words.Length <= whole)
        {
            _words = new ulong[Math.Max(whole + 1, 2 * _words.Length)];
        }

        ulong[] words = _words;
        ref byte start = ref MemoryMarshal.GetReference(text);
        Vector256<byte> all = default;
        for (int block = 0; block < whole; block++)
        {
            words[block] = Stops(ref Unsafe.Add(ref start, block * Block), ref all);
        }

        ulong last;
        if (whole > 0)
        {
            // The last 64 bytes; those that have been looked at are shifted out, in two steps since there may be 64 of them.
            last = Stops(ref Unsafe.Add(ref start, text.Length - Block), ref all) >> (Block - 1 - rest) >> 1;
        }
        else
        {
            Span<byte> padded = stackalloc byte[Block];
            padded.Clear();
            text.CopyTo(padded);
            last = Stops(ref MemoryMarshal.GetReference(padded), ref all) & ((1UL << rest) - 1);
        }

        words[whole] = last | (1UL << rest);
        return all.ExtractMostSignificantBits() == 0;
    }

    /// <summary>The first stop at or behind a position; the record's length when there is none.</summary>
    /// <param name="position">At most the record's length.</param>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public int Next(int position)
    {
        ulong[] words = _words;
        int word = (int)((uint)position / Block);
        ulong bits = words[word] >> position;
        return bits != 0 ? position + BitOperations.TrailingZeroCount(bits) : NextWord(words, word + 1);
    }

    private static int NextWord(ulong[] words, int word)
    {
        while (words[word] == 0)
        {
            word++;
        }

        return (word * Block) + BitOperations.TrailingZeroCount(words[word]);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static ulong Stops(ref byte start, ref Vector256<byte> all)
    {
        var low = Vector256.LoadUnsafe(ref start);
        var high = Vector256.LoadUnsafe(ref start, (nuint)Vector256<byte>.Count);
        all |= low | high;
        return Stops(low) | ((ulong)Stops(high) << Vector256<byte>.Count);
    }

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Stops(Vector256<byte> text)
    {
        var lastControl = Vector256.Create((byte)0x1F);
        return (Vector256.Equals(text, Vector256.Create((byte)'"'))
            | Vector256.Equals(text, Vector256.Create((byte)'\\'))
            | Vector256.Equals(Vector256.Min(text, lastControl), text)).ExtractMostSignificantBits();
    }
}
