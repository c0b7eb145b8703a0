using System.Buffers;

namespace Analytics.Lake.Parquet;

/// <summary>Integers of seven bits a byte, the lowest first (ULEB128), as Thrift's compact protocol and Parquet's encodings have them: 300 is <c>AC 02</c>.</summary>
internal static class Varint
{
    /// <summary>The most bytes that one takes.</summary>
    public const int MostBytes = 10;

    /// <summary>Numbers of both signs with small ones first: 0, -1, 1, -2.</summary>
    public static ulong ZigZag(long value) => (ulong)((value << 1) ^ (value >> 63));

    /// <summary>Writes one.</summary>
    /// <returns>The bytes that it took.</returns>
    public static int Write(Span<byte> target, ulong value)
    {
        var size = 0;
        for (; value >= 0x80; value >>= 7)
        {
            target[size++] = (byte)(value | 0x80);
        }

        target[size++] = (byte)value;
        return size;
    }

    /// <summary>Writes one.</summary>
    public static void Write(IBufferWriter<byte> target, ulong value) => target.Advance(Write(target.GetSpan(MostBytes), value));
}
