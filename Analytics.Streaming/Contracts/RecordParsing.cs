using Analytics.Contracts.Parsing;
using Analytics.Streaming.Ingest;

namespace Analytics.Streaming.Contracts;

/// <summary>What both formats of a source share: the checks that don't need a schema, and what becomes of the parser's answer.</summary>
internal static class RecordParsing
{
    public static bool TryTakeValue(ParsedChunk chunk, int index, int maxBytes)
    {
        ref readonly var record = ref chunk.Records[index];
        if (record.ValueLength < 0)
        {
            Reject(chunk, index, DeadLetterReason.MalformedJson, "the value is null");
            return false;
        }

        if (record.ValueLength > maxBytes)
        {
            Reject(chunk, index, DeadLetterReason.Oversized, $"{record.ValueLength} bytes, the limit is {maxBytes}");
            return false;
        }

        return true;
    }

    public static void Parse(ParsedChunk chunk, int index, ReadOnlySpan<byte> json, EventParser parser, long maxFutureSkew)
    {
        var columns = chunk.Columns;
        var row = columns.RowCount;
        var result = parser.Parse(json, columns);
        if (!result.IsValid)
        {
            Reject(chunk, index, result.Reason, result.Detail);
            return;
        }

        ref readonly var record = ref chunk.Records[index];
        if (record.Timestamp > 0 && result.EventTime > record.Timestamp + maxFutureSkew)
        {
            var detail = $"the event time lies {(result.EventTime - record.Timestamp) / 1_000_000} s after the record's timestamp";
            columns.Truncate(row);
            Reject(chunk, index, DeadLetterReason.FutureEventTime, detail);
            return;
        }

        chunk.Add(index, result.EventTime, result.Id.IsEmpty ? default : EventKey.From(result.Id));
    }

    public static void Reject(ParsedChunk chunk, int index, DeadLetterReason reason, string? detail) =>
        chunk.Rejections.Add(new Rejection(index, reason.WireName(), detail));
}
