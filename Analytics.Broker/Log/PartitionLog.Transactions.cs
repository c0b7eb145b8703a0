using Analytics.Broker.Producers;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Log;

/// <summary>Transactions in one partition: markers, what is stable, and which records were aborted.</summary>
internal sealed partial class PartitionLog
{
    private long _stableOffset;

    /// <summary>The first offset of the oldest open transaction, or the end: a read_committed consumer reads up to here (KIP-98).</summary>
    public long LastStableOffset => Math.Max(Volatile.Read(ref _stableOffset), StartOffset);

    /// <summary>Ends the transaction of a producer in this partition with a control batch. A producer of a higher epoch is left alone.</summary>
    public ErrorCode AppendMarker(long producerId, short epoch, bool commit)
    {
        lock (_appendLock)
        {
            if (_producers.EpochOf(producerId) > epoch)
            {
                return ErrorCode.InvalidProducerEpoch;
            }
        }

        return Append(ControlBatch.Create(producerId, epoch, commit, Now), _options).Error;
    }

    /// <summary>The producers that have written here of late, by id.</summary>
    public KeyValuePair<long, ProducerSnapshot>[] Producers()
    {
        lock (_appendLock)
        {
            return [.. _producers.ToSnapshot().Select(producer => KeyValuePair.Create(producer.ProducerId, producer)).OrderBy(producer => producer.Key)];
        }
    }

    /// <summary>The aborted transactions with records in what was read. There may be some more, which a consumer passes over.</summary>
    public AbortedTransaction[] AbortedIn(long from, LogSlice slice)
    {
        var found = new List<AbortedTransaction>();
        var segments = Segments;
        var i = IndexOf(segments, from);
        var to = slice.Segment is null ? from : segments.FirstOrDefault(segment => segment.BaseOffset > slice.Segment.BaseOffset)?.BaseOffset ?? EndOffset;
        to = Math.Min(to, slice.Segment?.OffsetAfter(slice.Position + slice.Length) ?? to);
        while (i < segments.Length && !segments[i].Aborted.Collect(from, to, found))
        {
            i++;
        }

        return [.. found];
    }
}
