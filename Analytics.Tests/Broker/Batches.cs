using System.Buffers.Binary;
using System.Text;
using Analytics.Broker.Log;

namespace Analytics.Tests.Broker;

/// <summary>Builds uncompressed record batches of format 2, as a producer sends them: base offset 0, CRC right.</summary>
internal static class Batches
{
    public static byte[] Of(params string[] values) => Of(1_000, -1, 0, -1, values);

    public static byte[] Of(long baseTimestamp, long producerId, short epoch, int baseSequence, params string[] values)
    {
        var records = new List<byte>();
        for (var i = 0; i < values.Length; i++)
        {
            var record = new List<byte> { 0 };
            Varint(record, i * 10);
            Varint(record, i);
            Varint(record, -1);
            var value = Encoding.UTF8.GetBytes(values[i]);
            Varint(record, value.Length);
            record.AddRange(value);
            Varint(record, 0);
            Varint(records, record.Count);
            records.AddRange(record);
        }

        var batch = new byte[RecordBatch.HeaderSize + records.Count];
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(8), batch.Length - RecordBatch.LengthOverhead);
        batch[16] = RecordBatch.CurrentMagic;
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(23), values.Length - 1);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(27), baseTimestamp);
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(35), baseTimestamp + ((values.Length - 1) * 10));
        BinaryPrimitives.WriteInt64BigEndian(batch.AsSpan(43), producerId);
        BinaryPrimitives.WriteInt16BigEndian(batch.AsSpan(51), epoch);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(53), baseSequence);
        BinaryPrimitives.WriteInt32BigEndian(batch.AsSpan(57), values.Length);
        records.CopyTo(batch, RecordBatch.HeaderSize);
        Seal(batch);
        return batch;
    }

    /// <summary>Sets the CRC to what the bytes now say.</summary>
    public static void Seal(Span<byte> batch) => BinaryPrimitives.WriteUInt32BigEndian(batch[17..], Crc32C.Compute(batch[21..]));

    public static void Varint(List<byte> bytes, long value)
    {
        var zigzag = (ulong)((value << 1) ^ (value >> 63));
        for (; zigzag >= 0x80; zigzag >>= 7)
        {
            bytes.Add((byte)(zigzag | 0x80));
        }

        bytes.Add((byte)zigzag);
    }
}
