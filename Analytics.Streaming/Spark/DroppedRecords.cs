using Analytics.Streaming.Contracts;
using Analytics.Streaming.Files;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;

namespace Analytics.Streaming.Spark;

/// <summary>
/// Finds out why Spark has dropped records. Its deduplication drops repeats and late events without a word of which is which, but the rule is known: late is what is
/// not newer than the watermark in the checkpoint. So the records are read from the topic once more, and the rule is applied to their event times. That depends on nothing but
/// topic and checkpoint, so a batch that is worked on again after a crash is counted the same. An offset without a record, such as a transaction's marker, was not consumed.
/// </summary>
internal sealed class DroppedRecords(IngestSettings settings, IRecordSource source, IEventContracts contracts, TimeProvider time) : IDisposable
{
    private const int FetchRecords = 10_000;

    /// <summary>Records that are parsed, and late events that are handed out, at once.</summary>
    private const int PartRecords = 20_000;

    private const long PartBytes = 16L << 20;

    private static readonly TimeSpan FetchWait = TimeSpan.FromMilliseconds(100);
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(30);

    private readonly ChunkPool _chunks = new();
    private readonly SideRecords _late = new(settings.Pipeline.Source.Topic);

    /// <summary>Reads them.</summary>
    /// <param name="gaps">Where they are, ascending within each partition.</param>
    /// <param name="ends">The batches of the query that they belong to, in order.</param>
    /// <param name="take">Gets the late events, part by part, each to be written before it returns.</param>
    /// <param name="cancellationToken">Stops it.</param>
    /// <returns>How many there were, by partition; those without any are left out.</returns>
    /// <exception cref="SourceUnavailableException">The broker or the registry can't be asked.</exception>
    public async Task<IReadOnlyDictionary<int, DroppedCount>> ReadAsync(
        IReadOnlyList<OffsetGap> gaps, IReadOnlyList<BatchEnd> ends, Action<SideRecords> take, CancellationToken cancellationToken)
    {
        Dictionary<int, DroppedCount> counts = [];
        if (gaps.Count == 0)
        {
            return counts;
        }

        var partitions = source.Connect(cancellationToken);
        var reading = new GapReader(source, partitions, gaps);
        foreach (var (partition, lost) in reading.Lost)
        {
            Count(counts, partition, new DroppedCount(lost, 0));
        }

        using var fetched = new RecordBatch(partitions);
        using var batch = new ParsedBatch(_chunks, partitions);
        try
        {
            reading.Start();
            var advanced = time.GetTimestamp();
            while (!reading.IsDone)
            {
                cancellationToken.ThrowIfCancellationRequested();
                fetched.Clear();
                source.Fetch(fetched, FetchRecords, FetchWait);
                if (reading.Take(fetched, batch.Records))
                {
                    advanced = time.GetTimestamp();
                }
                else if (time.GetElapsedTime(advanced) > Patience)
                {
                    throw new SourceUnavailableException(EngineStates.WaitingForKafka, $"Records of {settings.Pipeline.Source.Topic} that Spark has dropped can't be read again");
                }

                if (batch.Records.Count >= PartRecords || batch.Records.Bytes >= PartBytes || reading.IsDone)
                {
                    await DecideAsync(batch, ends, counts, take, cancellationToken);
                }
            }
        }
        finally
        {
            reading.Stop();
        }

        return counts;
    }

    public void Dispose()
    {
        _late.Dispose();
        _chunks.Dispose();
    }

    private static void Count(Dictionary<int, DroppedCount> counts, int partition, DroppedCount more)
    {
        var before = counts.GetValueOrDefault(partition);
        counts[partition] = new DroppedCount(before.Duplicates + more.Duplicates, before.Late + more.Late);
    }

    private static bool IsLate(int partition, long offset, long eventTime, IReadOnlyList<BatchEnd> ends)
    {
        // A partition that came later has no end in the batches before it.
        var batch = ends.FirstOrDefault(end => offset < end.Next.GetValueOrDefault(partition));
        return eventTime <= batch?.LateUpTo;
    }

    private async Task DecideAsync(ParsedBatch batch, IReadOnlyList<BatchEnd> ends, Dictionary<int, DroppedCount> counts, Action<SideRecords> take, CancellationToken cancellationToken)
    {
        await contracts.PrepareAsync(batch.Records, cancellationToken);
        batch.StartParsing(contracts.Columns);
        _late.Clear();
        foreach (var partition in batch.Partitions)
        {
            var before = _late.Count;
            foreach (var chunk in partition.Chunks)
            {
                contracts.Parse(chunk);
                Collect(chunk, ends);
            }

            if (partition.Records.Count > 0)
            {
                var late = _late.Count - before;
                Count(counts, partition.Records.Partition, new DroppedCount(partition.Records.Count - late, late));
            }
        }

        if (_late.Count > 0)
        {
            take(_late);
        }

        batch.Reset();
    }

    private void Collect(ParsedChunk chunk, IReadOnlyList<BatchEnd> ends)
    {
        for (var row = 0; row < chunk.RowCount; row++)
        {
            ref readonly var record = ref chunk.Records[chunk.RecordOfRow(row)];
            if (IsLate(chunk.Records.Partition, record.Offset, chunk.EventTimes[row], ends))
            {
                _late.Add(chunk.Records.Partition, record, SideColumns.LateReason, detail: null, chunk.EventTimes[row]);
            }
        }
    }
}
