using Analytics.Streaming.Source;

namespace Analytics.Streaming.Spark;

/// <summary>Reads the records in gaps: from the first gap of each partition to the end of its last, dropping what lies between.</summary>
internal sealed class GapReader
{
    private readonly IRecordSource _source;
    private readonly Queue<OffsetGap>[] _gaps;
    private readonly Dictionary<int, long> _lost = [];

    /// <summary>Looks what of the gaps the topic still has.</summary>
    /// <param name="source">The topic.</param>
    /// <param name="partitions">How many partitions it has.</param>
    /// <param name="gaps">The gaps, ascending within each partition.</param>
    /// <exception cref="SourceUnavailableException">The broker did not answer.</exception>
    public GapReader(IRecordSource source, int partitions, IReadOnlyList<OffsetGap> gaps)
    {
        _source = source;
        _gaps = [.. Enumerable.Range(0, partitions).Select(_ => new Queue<OffsetGap>())];
        foreach (var partition in gaps.GroupBy(gap => gap.Partition))
        {
            var first = source.GetOffsets(partition.Key).First;
            foreach (var gap in partition)
            {
                var lost = Math.Clamp(first - gap.From, 0, gap.To - gap.From);
                if (lost > 0)
                {
                    _lost[gap.Partition] = _lost.GetValueOrDefault(gap.Partition) + lost;
                }

                if (gap.From + lost < gap.To)
                {
                    _gaps[gap.Partition].Enqueue(gap with { From = gap.From + lost });
                }
            }
        }
    }

    /// <summary>Offsets that the topic's retention has taken since Spark read them, by partition.</summary>
    public IReadOnlyDictionary<int, long> Lost => _lost;

    /// <summary>Whether all gaps have been read.</summary>
    public bool IsDone => Array.TrueForAll(_gaps, gaps => gaps.Count == 0);

    /// <summary>Lets the source read them.</summary>
    public void Start() => _source.Assign([.. _gaps.Select(gaps => gaps.TryPeek(out var gap) ? gap.From : 0)], [.. _gaps.Select(gaps => gaps.Count > 0)]);

    /// <summary>Lets it read nothing: it would go on filling its queue.</summary>
    public void Stop() => _source.Assign([.. _gaps.Select(_ => 0L)], [.. _gaps.Select(_ => false)]);

    /// <summary>Takes what was fetched.</summary>
    /// <param name="fetched">Records as the source gave them.</param>
    /// <param name="records">Gets those that lie in a gap.</param>
    /// <returns>Whether anything came, a partition's end included.</returns>
    public bool Take(RecordBatch fetched, RecordBatch records)
    {
        var hasAdvanced = false;
        foreach (var partition in fetched.Partitions)
        {
            var gaps = _gaps[partition.Partition];
            foreach (ref readonly var record in partition.Records)
            {
                Pass(gaps, record.Offset);
                if (gaps.TryPeek(out var gap) && gap.From <= record.Offset)
                {
                    records.Add(partition.Partition, record);
                }
            }

            if (partition.Count > 0)
            {
                Pass(gaps, partition[partition.Count - 1].Offset + 1);
            }

            // At the end may be offsets without a record: nothing comes after them to say so.
            if (partition.EndReached is { } end)
            {
                Pass(gaps, end);
            }

            hasAdvanced |= partition.Count > 0 || partition.EndReached is not null;
        }

        return hasAdvanced;
    }

    private static void Pass(Queue<OffsetGap> gaps, long offset)
    {
        while (gaps.TryPeek(out var gap) && gap.To <= offset)
        {
            gaps.Dequeue();
        }
    }
}
