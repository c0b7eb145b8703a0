using System.Text;
using Analytics.Broker.Log;
using Analytics.Broker.Log.Compression;

namespace Analytics.Tests.Broker.Log;

/// <summary>Batches whose records have keys, in any codec, and what a reader sees of a log of them.</summary>
internal static class KeyedBatches
{
    /// <param name="timestamp">Of the first record; each next one is 10 ms later.</param>
    /// <param name="producerId">-1 for none.</param>
    /// <param name="sequence">Of the first record.</param>
    /// <param name="codec">The compression.</param>
    /// <param name="attributes">Further bits of the attributes.</param>
    /// <param name="records">Keys and values; a value of null is a tombstone.</param>
    public static byte[] Of(long timestamp, long producerId, int sequence, int codec, int attributes, params (string Key, string? Value)[] records)
    {
        var body = new List<byte>();
        for (var i = 0; i < records.Length; i++)
        {
            var record = new List<byte> { 0 };
            Batches.Varint(record, i * 10);
            Batches.Varint(record, i);
            Text(record, records[i].Key);
            Text(record, records[i].Value);
            Batches.Varint(record, 0);
            Batches.Varint(body, record.Count);
            body.AddRange(record);
        }

        byte[] compressed = codec == RecordCompression.None ? [.. body] : RecordCompression.Compress(codec, [.. body]);
        var header = Batches.Of(timestamp, producerId, (short)(producerId < 0 ? -1 : 0), sequence, [.. records.Select(_ => "")]).AsSpan(0, RecordBatch.HeaderSize);
        byte[] batch = [.. header, .. compressed];
        batch[22] = (byte)(codec | attributes);
        RecordBatch.AssignRecords(batch, records.Length, timestamp + ((records.Length - 1) * 10));
        RecordBatch.Seal(batch);
        return batch;
    }

    public static byte[] Of(long timestamp, params (string Key, string? Value)[] records) => Of(timestamp, -1, -1, RecordCompression.None, 0, records);

    /// <summary>All records of the log in its order: offset, time, key and value. Each batch's CRC is checked.</summary>
    public static List<(long Offset, long Time, string Key, string? Value)> ReadAll(PartitionLog log)
    {
        var found = new List<(long, long, string, string?)>();
        for (var offset = log.StartOffset; offset < log.EndOffset;)
        {
            log.Read(offset, 1, minOneBatch: true, out var slice);
            if (slice.Length == 0)
            {
                break;
            }

            var bytes = new byte[slice.Length];
            if (!slice.TryRead(bytes) || !new RecordBatch(bytes).IsIntact)
            {
                throw new InvalidDataException($"what lies at {offset} is no batch");
            }

            Read(new RecordBatch(bytes), found);
            offset = new RecordBatch(bytes).LastOffset + 1;
        }

        return found;
    }

    private static void Read(RecordBatch batch, List<(long Offset, long Time, string Key, string? Value)> found)
    {
        for (var records = new RecordCursor(batch.OpenRecords()); !batch.IsControl && records.MoveNext();)
        {
            records.TryGetKey(out var key);
            var value = records.IsTombstone() ? null : ValueOf(records.Body);
            found.Add((batch.BaseOffset + records.OffsetDelta, batch.BaseTimestamp + records.TimestampDelta, Encoding.UTF8.GetString(key), value));
        }
    }

    /// <summary>Keys and values of the tests are shorter than 64 bytes: their lengths are one byte.</summary>
    private static string ValueOf(ReadOnlySpan<byte> body)
    {
        var value = body[(1 + (body[0] >> 1))..];
        return Encoding.UTF8.GetString(value.Slice(1, value[0] >> 1));
    }

    private static void Text(List<byte> target, string? text)
    {
        if (text is null)
        {
            Batches.Varint(target, -1);
            return;
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        Batches.Varint(target, bytes.Length);
        target.AddRange(bytes);
    }
}
