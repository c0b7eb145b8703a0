using System.Buffers.Binary;
using System.Runtime.InteropServices;
using Analytics.Broker.Producers;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Log;

/// <summary>
/// Everything that is known about the first <see cref="Size"/> bytes of a segment, as the file <c>{base offset}.index</c>: the index, the state of
/// the idempotent producers with their open transactions, and the aborted ones. Recovery begins where it ends.
/// <code>"ABIX" 02 00 00 00 | boot id 16 | size 8 | next offset 8 | max timestamp 8 | its offset 8 | entries 4 | producers 4 | aborted 4 | … | CRC-32C 4</code>
/// Little-endian. A boot id of zero says that the log was synced to the disk before: the snapshot is good after a power loss too.
/// With another boot id than the running machine's, bytes of the log may be missing although the snapshot is there: it isn't used.
/// </summary>
internal sealed record SegmentSnapshot(
    Guid BootId,
    long Size,
    long NextOffset,
    long MaxTimestamp,
    long MaxTimestampOffset,
    SegmentIndexEntry[] Entries,
    ProducerSnapshot[] Producers,
    AbortedTransaction[] Aborted)
{
    public const string Extension = ".index";

    private const uint Magic = 0x58494241;
    private const byte Version = 2;
    private const int HeaderSize = 68;

    public static string PathOf(string folder, long baseOffset) => Path.Combine(folder, LogSegment.FileName(baseOffset, Extension));

    public static SegmentSnapshot Of(LogSegment segment, long nextOffset, ProducerStates producers, Guid bootId) => new(
        bootId,
        segment.Size,
        nextOffset,
        segment.MaxTimestamp,
        segment.MaxTimestampOffset,
        segment.Index.Entries.ToArray(),
        producers.ToSnapshot(),
        segment.Aborted.Entries.ToArray());

    /// <param name="cleaned">A compacted segment, on the disk.</param>
    /// <param name="last">The snapshot of the last segment that it was made from.</param>
    public static SegmentSnapshot Compacted(LogSegment cleaned, SegmentSnapshot last) => last with
    {
        BootId = Guid.Empty,
        Size = cleaned.Size,
        MaxTimestamp = cleaned.MaxTimestamp,
        MaxTimestampOffset = cleaned.MaxTimestampOffset,
        Entries = cleaned.Index.Entries.ToArray(),
        Aborted = cleaned.Aborted.Entries.ToArray(),
    };

    public static SegmentSnapshot? TryRead(string path)
    {
        if (!File.Exists(path))
        {
            return null;
        }

        ReadOnlySpan<byte> bytes = File.ReadAllBytes(path);
        if (bytes.Length < HeaderSize + sizeof(uint)
            || BinaryPrimitives.ReadUInt32LittleEndian(bytes) != Magic
            || bytes[4] != Version
            || Crc32C.Compute(bytes[..^sizeof(uint)]) != BinaryPrimitives.ReadUInt32LittleEndian(bytes[^sizeof(uint)..]))
        {
            return null;
        }

        var rest = bytes[HeaderSize..^sizeof(uint)];
        var entries = Take<SegmentIndexEntry>(ref rest, BinaryPrimitives.ReadInt32LittleEndian(bytes[56..]));
        var producers = Take<ProducerSnapshot>(ref rest, BinaryPrimitives.ReadInt32LittleEndian(bytes[60..]));
        var aborted = Take<AbortedTransaction>(ref rest, BinaryPrimitives.ReadInt32LittleEndian(bytes[64..]));
        return new SegmentSnapshot(
            new Guid(bytes.Slice(8, 16)),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[24..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[32..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[40..]),
            BinaryPrimitives.ReadInt64LittleEndian(bytes[48..]),
            entries,
            producers,
            aborted);
    }

    /// <summary>Replaces the file as a whole; with <paramref name="sync"/> it is on the disk afterwards.</summary>
    public void Write(string path, bool sync)
    {
        var entries = MemoryMarshal.AsBytes(Entries.AsSpan());
        var producers = MemoryMarshal.AsBytes(Producers.AsSpan());
        var aborted = MemoryMarshal.AsBytes(Aborted.AsSpan());
        var bytes = new byte[HeaderSize + entries.Length + producers.Length + aborted.Length + sizeof(uint)];
        BinaryPrimitives.WriteUInt32LittleEndian(bytes, Magic);
        bytes[4] = Version;
        BootId.TryWriteBytes(bytes.AsSpan(8));
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(24), Size);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(32), NextOffset);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(40), MaxTimestamp);
        BinaryPrimitives.WriteInt64LittleEndian(bytes.AsSpan(48), MaxTimestampOffset);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(56), Entries.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(60), Producers.Length);
        BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(64), Aborted.Length);
        entries.CopyTo(bytes.AsSpan(HeaderSize));
        producers.CopyTo(bytes.AsSpan(HeaderSize + entries.Length));
        aborted.CopyTo(bytes.AsSpan(HeaderSize + entries.Length + producers.Length));
        BinaryPrimitives.WriteUInt32LittleEndian(bytes.AsSpan(bytes.Length - sizeof(uint)), Crc32C.Compute(bytes.AsSpan(0, bytes.Length - sizeof(uint))));
        AtomicFile.Write(path, bytes, sync);
    }

    private static T[] Take<T>(ref ReadOnlySpan<byte> bytes, int count)
        where T : unmanaged
    {
        var length = count * Marshal.SizeOf<T>();
        var taken = MemoryMarshal.Cast<byte, T>(bytes[..length]).ToArray();
        bytes = bytes[length..];
        return taken;
    }
}
