using System.Buffers.Binary;

namespace Analytics.Broker.Log.Compression;

/// <summary>
/// Snappy as Kafka has it: blocks in the frames of the Java library ("xerial"), or, from other clients, one bare block:
/// <code>82 53 4e 41 50 50 59 00 | 00 00 00 01 | 00 00 00 01 | 00 00 00 1f block ... | 00 00 00 0c block ...</code>
/// magic, version, compatible version, then each block with its length.
/// </summary>
internal static class SnappyFrames
{
    private const int HeaderSize = 16;
    private const int BlockBytes = 32 * 1024;

    private static ReadOnlySpan<byte> Header => [0x82, (byte)'S', (byte)'N', (byte)'A', (byte)'P', (byte)'P', (byte)'Y', 0, 0, 0, 0, 1, 0, 0, 0, 1];

    public static byte[] Decompress(ReadOnlySpan<byte> bytes, int maxBytes)
    {
        if (!bytes.StartsWith(Header[..8]))
        {
            return Block(bytes, maxBytes);
        }

        using var target = new MemoryStream();
        for (var rest = bytes[HeaderSize..]; rest.Length > 0;)
        {
            var length = BinaryPrimitives.ReadInt32BigEndian(rest);
            target.Write(Block(rest.Slice(sizeof(int), length), maxBytes - (int)target.Length));
            rest = rest[(sizeof(int) + length)..];
        }

        return target.ToArray();
    }

    public static byte[] Compress(ReadOnlySpan<byte> bytes)
    {
        using var target = new MemoryStream();
        target.Write(Header);
        Span<byte> length = stackalloc byte[sizeof(int)];
        while (bytes.Length > 0)
        {
            var block = Snappier.Snappy.CompressToArray(bytes[..Math.Min(BlockBytes, bytes.Length)]);
            bytes = bytes[Math.Min(BlockBytes, bytes.Length)..];
            BinaryPrimitives.WriteInt32BigEndian(length, block.Length);
            target.Write(length);
            target.Write(block);
        }

        return target.ToArray();
    }

    private static byte[] Block(ReadOnlySpan<byte> block, int maxBytes) => Snappier.Snappy.GetUncompressedLength(block) is var length && length <= maxBytes
        ? Snappier.Snappy.DecompressToArray(block)
        : throw new InvalidDataException($"a block of snappy says that it has {length} bytes");
}
