using System.Buffers.Binary;

namespace Analytics.Broker.Log;

/// <summary>
/// The batch that ends a producer's transaction in a partition (KIP-98, "Control records"): one record, key: version, type; value: version, epoch of
/// the coordinator. A commit after the header of 61 bytes with the attributes 00 30:
/// <code>20 | 00 | 00 | 00 | 08 00 00 00 01 | 0c 00 00 00 00 00 00 | 00</code>
/// length 16, attributes, timestamp delta, offset delta, key, value, no headers. The type is 0 for an abort, 1 for a commit.
/// </summary>
internal static class ControlBatch
{
    private const short Abort = 0;
    private const short Commit = 1;
    private const short TransactionalControl = 0x30;
    private const int KeyPosition = RecordBatch.HeaderSize + 5;
    private const int Size = RecordBatch.HeaderSize + 17;

    /// <summary>The marker, without offsets.</summary>
    /// <param name="producerId">Whose transaction ends.</param>
    /// <param name="epoch">The producer's epoch; a higher one than that of its records fences it.</param>
    /// <param name="commit">False aborts.</param>
    /// <param name="timestamp">Milliseconds since the Unix epoch.</param>
    public static byte[] Create(long producerId, short epoch, bool commit, long timestamp)
    {
        var batch = new byte[Size];
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(RecordBatch.LengthOffset), Size - RecordBatch.LengthOverhead);
        batch[16] = RecordBatch.CurrentMagic;
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(21), TransactionalControl);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(27), timestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(35), timestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(43), producerId);
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(51), epoch);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(53), -1);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), 1);
        ReadOnlySpan<byte> record = [0x20, 0, 0, 0, 0x08, 0, 0, 0, 0, 0x0c, 0, 0, 0, 0, 0, 0, 0];
        record.CopyTo(batch.AsSpan(RecordBatch.HeaderSize));
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(KeyPosition + sizeof(short)), commit ? Commit : Abort);
        BinaryPrimitives.WriteUInt32BigEndian(batch.AsSpan(17), Crc32C.Compute(batch.AsSpan(21)));
        return batch;
    }

    /// <summary>Whether a control batch aborts its producer's transaction.</summary>
    public static bool IsAbort(RecordBatch batch) => TypeOf(batch) == Abort;

    private static short TypeOf(RecordBatch batch)
    {
        var records = batch.Records;
        const int typePosition = KeyPosition - RecordBatch.HeaderSize + sizeof(short);
        return records.Length >= typePosition + sizeof(short) ? BinaryPrimitives.ReadInt16BigEndian(records[typePosition..]) : Commit;
    }
}
