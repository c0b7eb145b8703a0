using System.Buffers;
using System.Buffers.Binary;
using System.Text;

namespace Analytics.Streaming.Source;

/// <summary>
/// The headers of a record packed into bytes, in order, repeats included: for each a length and the name, then a length and the value.
/// Lengths are four bytes, little endian; that of a null value is -1.
/// </summary>
internal static class RecordHeaders
{
    private const int LengthBytes = 4;

    /// <summary>Appends a header.</summary>
    /// <param name="name">The name, UTF-8.</param>
    /// <param name="value">The value.</param>
    /// <param name="isNull">The value is null, not empty.</param>
    /// <param name="target">Where the packed headers go.</param>
    public static void Write(ReadOnlySpan<byte> name, ReadOnlySpan<byte> value, bool isNull, ArrayBufferWriter<byte> target)
    {
        WriteBytes(name, name.Length, target);
        WriteBytes(value, isNull ? -1 : value.Length, target);
    }

    /// <summary>Appends the headers of a record to a list.</summary>
    public static void Read(ReadOnlySpan<byte> packed, List<RecordHeader> headers)
    {
        while (!packed.IsEmpty)
        {
            var name = Encoding.UTF8.GetString(ReadBytes(ref packed, out _));
            var value = ReadBytes(ref packed, out var isNull);
            headers.Add(new RecordHeader(name, isNull ? null : value.ToArray()));
        }
    }

    private static void WriteBytes(ReadOnlySpan<byte> bytes, int length, ArrayBufferWriter<byte> target)
    {
        BinaryPrimitives.WriteInt32LittleEndian(target.GetSpan(LengthBytes), length);
        target.Advance(LengthBytes);
        target.Write(bytes);
    }

    private static ReadOnlySpan<byte> ReadBytes(ref ReadOnlySpan<byte> packed, out bool isNull)
    {
        var length = BinaryPrimitives.ReadInt32LittleEndian(packed);
        isNull = length < 0;
        var bytes = packed.Slice(LengthBytes, Math.Max(0, length));
        packed = packed[(LengthBytes + bytes.Length)..];
        return bytes;
    }
}
