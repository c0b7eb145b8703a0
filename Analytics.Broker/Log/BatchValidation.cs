using Analytics.Broker.Protocol;

namespace Analytics.Broker.Log;

/// <summary>The checks of a produced batch that need no look at the log, done before its lock is taken.</summary>
internal static class BatchValidation
{
    public static (ErrorCode Error, string? Message) Check(ReadOnlySpan<byte> records, LogOptions options, long now)
    {
        if (records.Length < RecordBatch.HeaderSize)
        {
            return (ErrorCode.CorruptMessage, $"{records.Length} bytes are less than the header of a record batch");
        }

        var batch = new RecordBatch(records);
        if (batch.Magic != RecordBatch.CurrentMagic)
        {
            return (ErrorCode.UnsupportedForMessageFormat, $"record batches have the format 2, this one says {batch.Magic}");
        }

        if (batch.Size != records.Length)
        {
            return (ErrorCode.InvalidRecord, $"exactly one record batch is expected for a partition: it has {batch.Size} bytes, {records.Length} came");
        }

        if (records.Length > options.MaxMessageBytes)
        {
            return (ErrorCode.MessageTooLarge, $"the batch has {records.Length} bytes, max.message.bytes is {options.MaxMessageBytes}");
        }

        if (!batch.IsIntact)
        {
            return (ErrorCode.CorruptMessage, "the CRC-32C of the batch is wrong");
        }

        if (batch.RecordCount <= 0 || batch.LastOffsetDelta != batch.RecordCount - 1)
        {
            return (ErrorCode.InvalidRecord, $"the batch has {batch.RecordCount} records, but its last offset delta is {batch.LastOffsetDelta}");
        }

        if (batch.IsControl)
        {
            return (ErrorCode.InvalidRecord, "control batches are not taken from producers");
        }

        if (batch.IsTransactional && batch.ProducerId < 0)
        {
            return (ErrorCode.InvalidRecord, "the batch is transactional, but has no producer id");
        }

        if (!options.UsesAppendTime && (batch.MaxTimestamp - now > options.MaxTimestampAfterMs || now - batch.BaseTimestamp > options.MaxTimestampBeforeMs))
        {
            return (ErrorCode.InvalidTimestamp, "a timestamp lies further from the broker's clock than message.timestamp.before.max.ms and message.timestamp.after.max.ms allow");
        }

        if (options.Compacts && KeyProblem(batch) is { } problem)
        {
            return (ErrorCode.InvalidRecord, problem);
        }

        return batch.ProducerId >= 0 && (batch.ProducerEpoch < 0 || batch.BaseSequence < 0)
            ? (ErrorCode.InvalidRecord, "the batch has a producer id, but no epoch or sequence")
            : (ErrorCode.None, null);
    }

    private static string? KeyProblem(RecordBatch batch)
    {
        try
        {
            var count = 0;
            for (var records = new RecordCursor(batch.OpenRecords()); records.MoveNext(); count++)
            {
                if (!records.TryGetKey(out _))
                {
                    return "records of a compacted topic need a key";
                }
            }

            return count == batch.RecordCount ? null : $"the batch says it has {batch.RecordCount} records, but {count} can be read";
        }
        catch (InvalidDataException exception)
        {
            return exception.Message;
        }
    }
}
