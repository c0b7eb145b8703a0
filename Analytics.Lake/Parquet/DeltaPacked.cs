using System.Buffers;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.Lake.Parquet;

/// <summary>
/// Writes 64-bit integers as differences (parquet-format, Encodings.md, "DELTA_BINARY_PACKED = 5"): blocks of 128, each with its least difference, and four runs of 32 that are
/// packed with as many bits as the greatest in each of them needs. Offsets take one or two bits, times three bytes, anything at most a little more than plain.
/// </summary>
internal static class DeltaPacked
{
    private const int BlockValues = 128;
    private const int RunsOfBlock = 4;
    private const int RunValues = BlockValues / RunsOfBlock;

    /// <summary>The most bytes that a block takes: 64 bits a value.</summary>
    private const int MostBlock = Varint.MostBytes + RunsOfBlock + (BlockValues * sizeof(long));

    /// <summary>Writes all values of a page.</summary>
    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    public static void Write(ReadOnlySpan<long> values, IBufferWriter<byte> target)
    {
        var header = target.GetSpan(4 * Varint.MostBytes);
        var size = Varint.Write(header, BlockValues);
        size += Varint.Write(header[size..], RunsOfBlock);
        size += Varint.Write(header[size..], (ulong)values.Length);
        size += Varint.Write(header[size..], Varint.ZigZag(values.IsEmpty ? 0 : values[0]));
        target.Advance(size);

        Span<long> differences = stackalloc long[BlockValues];
        for (var start = 1; start < values.Length; start += BlockValues)
        {
            var count = Math.Min(BlockValues, values.Length - start);
            var least = long.MaxValue;
            for (var i = 0; i < count; i++)
            {
                // Differences wrap around, and so does the reader's sum.
                var difference = unchecked(values[start + i] - values[start + i - 1]);
                differences[i] = difference;
                least = Math.Min(least, difference);
            }

            for (var i = 0; i < count; i++)
            {
                differences[i] = unchecked(differences[i] - least);
            }

            differences[count..].Clear();
            target.Advance(WriteBlock(MemoryMarshal.Cast<long, ulong>(differences), count, least, target.GetSpan(MostBlock + sizeof(ulong))));
        }
    }

    private static int WriteBlock(ReadOnlySpan<ulong> differences, int count, long least, Span<byte> target)
    {
        var size = Varint.Write(target, Varint.ZigZag(least));
        var widths = target.Slice(size, RunsOfBlock);
        widths.Clear();
        size += RunsOfBlock;

        // A run without values has no bytes; the last with some is padded with zeros.
        for (var run = 0; run * RunValues < count; run++)
        {
            var values = differences.Slice(run * RunValues, RunValues);
            ulong all = 0;
            foreach (var value in values)
            {
                all |= value;
            }

            var width = 64 - BitOperations.LeadingZeroCount(all);
            widths[run] = (byte)width;
            Pack(values, width, target[size..]);
            size += width * RunValues / 8;
        }

        return size;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(ReadOnlySpan<ulong> values, int width, Span<byte> target)
    {
        ulong pending = 0;
        var bits = 0;
        var written = 0;
        foreach (var value in values)
        {
            pending |= value << bits;
            bits += width;
            if (bits >= 64)
            {
                MemoryMarshal.Write(target[written..], pending);
                written += sizeof(ulong);
                bits -= 64;

                // What did not fit; a shift by 64 would be one by 0.
                pending = bits == 0 ? 0 : value >> (width - bits);
            }
        }

        // 32 values are whole groups of four bytes.
        if (bits > 0)
        {
            MemoryMarshal.Write(target[written..], (uint)pending);
        }
    }
}
