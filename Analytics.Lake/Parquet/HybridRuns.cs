using System.Buffers;
using System.Buffers.Binary;
using System.Runtime.CompilerServices;
using System.Runtime.InteropServices;

namespace Analytics.Lake.Parquet;

/// <summary>
/// Writes Parquet's hybrid of run lengths and packed bits (parquet-format, Encodings.md, "RLE = 3"). A run of 64 equal values and more is written as one value;
/// what lies between such runs is packed.
/// </summary>
internal static class HybridRuns
{
    /// <summary>A multiple of 8, as packed runs have to be but for the last.</summary>
    private const int Block = 64;

    /// <summary>Writes values of <paramref name="width"/> bits, 1 to 31.</summary>
    public static void Write(ReadOnlySpan<int> values, int width, IBufferWriter<byte> target)
    {
        while (!values.IsEmpty)
        {
            if (Repeated(values) is > 0 and var repeated)
            {
                Varint.Write(target, (uint)repeated << 1);
                var bytes = (width + 7) / 8;
                BinaryPrimitives.WriteInt32LittleEndian(target.GetSpan(sizeof(int)), values[0]);
                target.Advance(bytes);
                values = values[repeated..];
                continue;
            }

            var count = Packed(values);
            var groups = (count + 7) / 8;
            Varint.Write(target, ((uint)groups << 1) | 1);
            Pack(values[..count], width, target.GetSpan((groups * width) + sizeof(ulong))[..((groups * width) + sizeof(ulong))]);
            target.Advance(groups * width);
            values = values[count..];
        }
    }

    /// <summary>Writes values of one bit.</summary>
    /// <param name="values">Zeros and ones.</param>
    /// <param name="target">Where to.</param>
    public static void Write(ReadOnlySpan<byte> values, IBufferWriter<byte> target)
    {
        while (!values.IsEmpty)
        {
            if (Repeated(values) is > 0 and var repeated)
            {
                Varint.Write(target, (uint)repeated << 1);
                target.Write([values[0]]);
                values = values[repeated..];
                continue;
            }

            var count = Packed(values);
            Varint.Write(target, ((uint)((count + 7) / 8) << 1) | 1);
            PackBits(values[..count], target);
            values = values[count..];
        }
    }

    /// <summary>Packs zeros and ones, eight to a byte, the first in the lowest bit.</summary>
    public static void PackBits(ReadOnlySpan<byte> values, IBufferWriter<byte> target)
    {
        var bytes = (values.Length + 7) / 8;
        var packed = target.GetSpan(bytes);
        for (var i = 0; i < bytes; i++)
        {
            ulong eight = 0;
            if (values.Length >= sizeof(ulong))
            {
                eight = BinaryPrimitives.ReadUInt64LittleEndian(values);
                values = values[sizeof(ulong)..];
            }
            else
            {
                for (var bit = 0; bit < values.Length; bit++)
                {
                    eight |= (ulong)values[bit] << (8 * bit);
                }
            }

            // Each factor moves the lowest bit of one byte to its place in the highest byte.
            packed[i] = (byte)((eight * 0x0102040810204080) >> 56);
        }

        target.Advance(bytes);
    }

    /// <summary>How many equal values come first; 0 when they are too few to be a run of their own.</summary>
    private static int Repeated<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IEquatable<T>
    {
        var other = values.IndexOfAnyExcept(values[0]);
        return other < 0 ? values.Length : other >= Block ? other : 0;
    }

    /// <summary>How many values are to be packed: up to the next block of equal ones.</summary>
    private static int Packed<T>(ReadOnlySpan<T> values)
        where T : unmanaged, IEquatable<T>
    {
        var count = Math.Min(Block, values.Length);
        while (count < values.Length)
        {
            var next = values.Slice(count, Math.Min(Block, values.Length - count));
            if (next.IndexOfAnyExcept(next[0]) < 0)
            {
                break;
            }

            count += next.Length;
        }

        return count;
    }

    [MethodImpl(MethodImplOptions.AggressiveOptimization)]
    private static void Pack(ReadOnlySpan<int> values, int width, Span<byte> target)
    {
        ulong pending = 0;
        var bits = 0;
        foreach (var value in values)
        {
            pending |= (ulong)(uint)value << bits;
            bits += width;
            if (bits >= 32)
            {
                MemoryMarshal.Write(target, (uint)pending);
                target = target[sizeof(uint)..];
                pending >>= 32;
                bits -= 32;
            }
        }

        // The last bits, and zeros up to the end of the last group: at most 7 values of up to 31 bits.
        while (target.Length >= sizeof(ulong))
        {
            MemoryMarshal.Write(target, (uint)pending);
            pending = 0;
            target = target[sizeof(uint)..];
        }
    }
}
