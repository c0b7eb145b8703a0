using Analytics.Contracts.Commits;
using Analytics.Streaming.Files;

namespace Analytics.Streaming.Ingest;

/// <summary>
/// Decides what each valid event of a batch is: late, a duplicate or accepted. The late test comes first and looks only at the partition's own past,
/// so the same log gives the same late events however batches are cut.
/// </summary>
internal sealed class BatchDecider(DedupIndex? dedup, long delay)
{
    // Far enough ahead that an id's slot has come from memory when it is looked up.
    private const int PrefetchRows = 12;

    /// <summary>Marks the accepted rows in the batch and collects the side records.</summary>
    public BatchOutcome Decide(IngestState state, ParsedBatch batch, SideRecords deadLetters, SideRecords late)
    {
        var counts = EventCounts.None;
        var partitions = new PartitionState[state.Partitions.Count];
        for (var i = 0; i < partitions.Length; i++)
        {
            partitions[i] = Decide(state.Partitions[i], batch, state.Watermark, deadLetters, late, ref counts);
        }

        var anything = batch.Records.Count > 0;
        return new BatchOutcome(
            state with
            {
                NextBatch = state.NextBatch + 1,
                Partitions = partitions,
                Watermark = Watermark.Advance(state.Watermark, partitions, delay),
                EndOfInput = batch.EndOfInput || (state.EndOfInput && !anything),
                FirstFetchedAt = state.FirstFetchedAt ?? (anything ? batch.FetchedAt : null),
            },
            counts);
    }

    private PartitionState Decide(
        PartitionState state,
        ParsedBatch batch,
        long? committedWatermark,
        SideRecords deadLetters,
        SideRecords lateRecords,
        ref EventCounts counts)
    {
        var parsed = batch.Partitions[state.Partition];
        var records = parsed.Records;
        if (records.Count == 0)
        {
            return state with
            {
                Idle = batch.Idle[state.Partition],
                // The log may end in control records, which are offsets without records.
                NextOffset = Math.Max(state.NextOffset, records.EndReached ?? 0),
            };
        }

        var heldTo = state.Idle ? committedWatermark : state.HeldTo;
        var max = state.MaxEventTime;
        long late = 0, duplicates = 0;
        foreach (var chunk in parsed.Chunks)
        {
            foreach (var rejection in chunk.Rejections)
            {
                deadLetters.Add(state.Partition, records[rejection.Record], rejection.Reason, rejection.Detail, eventTime: null);
            }

            Decide(chunk, heldTo, ref max, lateRecords, ref late, ref duplicates);
        }

        var here = new EventCounts(records.Count, parsed.AcceptedCount, duplicates, late, parsed.RejectedCount);
        counts += here;
        return state with
        {
            Idle = batch.Idle[state.Partition],
            NextOffset = Math.Max(records[records.Count - 1].Offset + 1, records.EndReached ?? 0),
            MaxEventTime = max,
            HeldTo = heldTo,
            Totals = state.Totals + here,
        };
    }

    private void Decide(ParsedChunk chunk, long? heldTo, ref long? max, SideRecords lateRecords, ref long late, ref long duplicates)
    {
        var times = chunk.EventTimes;
        var keys = chunk.Keys;
        for (var row = 0; row < times.Length; row++)
        {
            if (dedup is not null && row + PrefetchRows < keys.Length)
            {
                dedup.Prefetch(keys[row + PrefetchRows]);
            }

            var time = times[row];
            var limit = Watermark.LateBefore(max, heldTo, delay);
            if (time < limit)
            {
                late++;
                lateRecords.Add(chunk.Records.Partition, chunk.Records[chunk.RecordOfRow(row)], SideColumns.LateReason, LateDetail(time, limit), time);
                continue;
            }

            if (max is null || time > max)
            {
                max = time;
            }

            if (dedup is not null && !dedup.TryAdd(keys[row], time))
            {
                duplicates++;
                continue;
            }

            chunk.Accept(row);
        }
    }

    private static string LateDetail(long time, long limit) =>
        $"event time {Text(time)} is before {Text(limit)}, up to which the partition is complete";

    private static string Text(long microseconds) =>
        DateTime.UnixEpoch.AddTicks(microseconds * TimeSpan.TicksPerMicrosecond).ToString("O", System.Globalization.CultureInfo.InvariantCulture);
}
