using System.Buffers.Binary;
using Analytics.Broker.Log.Compression;

namespace Analytics.Broker.Log;

/// <summary>
/// The header of a record batch of format 2 (KIP-98), 61 bytes, big-endian; the same on the wire and on disk.
/// <code>
///  0 base offset         8 | 00 00 00 00 00 00 00 2a
///  8 length after here   4 | 00 00 00 3b
/// 12 leader epoch        4 | 00 00 00 00
/// 16 magic               1 | 02
/// 17 CRC-32C of the rest 4 | 5d 3c 7f 12
/// 21 attributes          2 | 00 00     bits 0-2 compression, 3 timestamp type, 4 transactional, 5 control, 6 delete horizon
/// 23 last offset delta   4 | 00 00 00 00
/// 27 base timestamp      8   or the delete horizon
/// 35 max timestamp       8
/// 43 producer id         8 | ff .. ff  (-1: not idempotent)
/// 51 producer epoch      2
/// 53 base sequence       4
/// 57 record count        4 | 00 00 00 01
/// </code>
/// The CRC begins after itself, so that base offset and leader epoch can be set without touching it.
/// </summary>
internal readonly ref struct RecordBatch(ReadOnlySpan<byte> bytes)
{
    public const int HeaderSize = 61;
    public const int LengthOffset = 8;

    /// <summary>Base offset and length field: what is in front of the bytes that the length counts.</summary>
    public const int LengthOverhead = 12;

    public const byte CurrentMagic = 2;

    public const int MagicOffset = 16;
    public const short CodecMask = 0x07;
    public const short DeleteHorizonBit = 0x40;

    private const int CrcOffset = 17;
    private const int CrcStart = 21;
    private const int BaseTimestampOffset = 27;
    private const int MaxTimestampOffset = 35;
    private const int CountOffset = 57;
    private const short AppendTimeBit = 0x08;

    private readonly ReadOnlySpan<byte> _bytes = bytes;

    public long BaseOffset => BinaryPrimitives.ReadInt64BigEndian(_bytes);

    /// <summary>The size of the whole batch as its length field has it: may be anything in a damaged file.</summary>
    public long Size => (long)LengthOverhead + BinaryPrimitives.ReadInt32BigEndian(_bytes[LengthOffset..]);

    public byte Magic => _bytes[MagicOffset];

    public uint Crc => BinaryPrimitives.ReadUInt32BigEndian(_bytes[17..]);

    public short Attributes => BinaryPrimitives.ReadInt16BigEndian(_bytes[21..]);

    public int LastOffsetDelta => BinaryPrimitives.ReadInt32BigEndian(_bytes[23..]);

    public long BaseTimestamp => BinaryPrimitives.ReadInt64BigEndian(_bytes[27..]);

    public long MaxTimestamp => BinaryPrimitives.ReadInt64BigEndian(_bytes[35..]);

    public long ProducerId => BinaryPrimitives.ReadInt64BigEndian(_bytes[43..]);

    public short ProducerEpoch => BinaryPrimitives.ReadInt16BigEndian(_bytes[51..]);

    public int BaseSequence => BinaryPrimitives.ReadInt32BigEndian(_bytes[53..]);

    public int RecordCount => BinaryPrimitives.ReadInt32BigEndian(_bytes[57..]);

    public long LastOffset => BaseOffset + LastOffsetDelta;

    public bool IsCompressed => Codec != 0;

    public int Codec => Attributes & CodecMask;

    public bool HasAppendTime => (Attributes & AppendTimeBit) != 0;

    public bool IsTransactional => (Attributes & 0x10) != 0;

    public bool IsControl => (Attributes & 0x20) != 0;

    /// <summary>When the tombstones of the batch may go, in milliseconds since 1970; -1 before compaction has met them (KIP-534).</summary>
    public long DeleteHorizon => (Attributes & DeleteHorizonBit) != 0 ? BaseTimestamp : -1;

    public ReadOnlySpan<byte> Header => _bytes[..HeaderSize];

    /// <summary>The records after the header; compressed as one block when <see cref="IsCompressed"/>.</summary>
    public ReadOnlySpan<byte> Records => _bytes[HeaderSize..(int)Size];

    /// <summary>The records one after another, decompressed where they have to be.</summary>
    /// <exception cref="InvalidDataException">They are not of the codec that the header names.</exception>
    public ReadOnlySpan<byte> OpenRecords() => IsCompressed ? RecordCompression.Decompress(Codec, Records) : Records;

    /// <summary>Whether the bytes hold the whole batch and its CRC is right.</summary>
    public bool IsIntact => Size >= HeaderSize && Size <= _bytes.Length && Magic == CurrentMagic && Crc32C.Compute(_bytes[CrcStart..(int)Size]) == Crc;

    /// <summary>Sets what only the broker knows. The CRC does not cover it.</summary>
    public static void Assign(Span<byte> batch, long baseOffset, int leaderEpoch)
    {
        BinaryPrimitives.WriteInt64BigEndian(batch, baseOffset);
        BinaryPrimitives.WriteInt32BigEndian(batch[LengthOverhead..], leaderEpoch);
    }

    /// <summary>Gives all records of the batch one timestamp, that of the broker (KIP-32), and the CRC that goes with it.</summary>
    public static void AssignTime(Span<byte> batch, long milliseconds)
    {
        var attributes = (short)(BinaryPrimitives.ReadInt16BigEndian(batch[CrcStart..]) | AppendTimeBit);
        BinaryPrimitives.WriteInt16BigEndian(batch[CrcStart..], attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampOffset..], milliseconds);
        Seal(batch);
    }

    /// <summary>For a batch whose records were changed: sets length, count and highest timestamp. Offsets and sequence numbers stay.</summary>
    public static void AssignRecords(Span<byte> batch, int count, long maxTimestamp)
    {
        BinaryPrimitives.WriteInt32BigEndian(batch[LengthOffset..], batch.Length - LengthOverhead);
        BinaryPrimitives.WriteInt64BigEndian(batch[MaxTimestampOffset..], maxTimestamp);
        BinaryPrimitives.WriteInt32BigEndian(batch[CountOffset..], count);
    }

    /// <summary>For a batch whose records were compressed anew.</summary>
    public static void AssignCodec(Span<byte> batch, int codec)
    {
        var attributes = BinaryPrimitives.ReadInt16BigEndian(batch[CrcStart..]) & ~CodecMask;
        BinaryPrimitives.WriteInt16BigEndian(batch[CrcStart..], (short)(attributes | codec));
    }

    /// <summary>Sets the delete horizon in the place of the base timestamp, which the deltas of the records must be written for.</summary>
    public static void AssignDeleteHorizon(Span<byte> batch, long milliseconds)
    {
        var attributes = (short)(BinaryPrimitives.ReadInt16BigEndian(batch[CrcStart..]) | DeleteHorizonBit);
        BinaryPrimitives.WriteInt16BigEndian(batch[CrcStart..], attributes);
        BinaryPrimitives.WriteInt64BigEndian(batch[BaseTimestampOffset..], milliseconds);
    }

    /// <summary>Sets the CRC to what the batch now holds.</summary>
    public static void Seal(Span<byte> batch) => BinaryPrimitives.WriteUInt32BigEndian(batch[CrcOffset..], Crc32C.Compute(batch[CrcStart..]));
}
