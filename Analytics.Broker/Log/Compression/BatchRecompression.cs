namespace Analytics.Broker.Log.Compression;

/// <summary>What <c>compression.type</c> other than <c>producer</c> asks for: the records of a batch in the codec of the topic.</summary>
internal static class BatchRecompression
{
    /// <param name="bytes">One valid batch.</param>
    /// <param name="codec">As in the batch's attributes.</param>
    /// <returns>The batch itself when it has that codec, else a new one with the same records, offsets and sequence numbers.</returns>
    /// <exception cref="InvalidDataException">The records are not of the codec that the header names, or not as many.</exception>
    public static Span<byte> To(int codec, Span<byte> bytes)
    {
        var batch = new RecordBatch(bytes);
        if (batch.Codec == codec)
        {
            return bytes;
        }

        var opened = batch.OpenRecords();
        var count = 0;
        for (var cursor = new RecordCursor(opened); cursor.MoveNext();)
        {
            count++;
        }

        if (count != batch.RecordCount)
        {
            throw new InvalidDataException($"the batch says it has {batch.RecordCount} records, but {count} can be read");
        }

        var records = codec == RecordCompression.None ? opened : RecordCompression.Compress(codec, opened);
        var rebuilt = new byte[RecordBatch.HeaderSize + records.Length];
        batch.Header.CopyTo(rebuilt);
        records.CopyTo(rebuilt.AsSpan(RecordBatch.HeaderSize));
        RecordBatch.AssignCodec(rebuilt, codec);
        RecordBatch.AssignRecords(rebuilt, count, batch.MaxTimestamp);
        RecordBatch.Seal(rebuilt);
        return rebuilt;
    }
}
