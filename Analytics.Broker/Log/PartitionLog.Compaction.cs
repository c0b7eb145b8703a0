using Analytics.Broker.Log.Compaction;

namespace Analytics.Broker.Log;

/// <summary>What compaction needs of a log: a look at its sealed segments, and to put others in their place.</summary>
internal sealed partial class PartitionLog
{
    /// <summary>What compaction may look at, as of now.</summary>
    public CompactionView View()
    {
        lock (_appendLock)
        {
            return new CompactionView(_segments, _checkpoint.Cleaned, LastStableOffset, _producers.ToSnapshot().Select(producer => producer.ProducerId).ToHashSet());
        }
    }

    /// <summary>Puts a compacted segment in the place of some sealed ones.</summary>
    /// <returns>False when they are no longer there: retention was faster, or the log is closed.</returns>
    public bool TryReplace(LogSegment[] sources, long end, LogSegment cleaned)
    {
        lock (_cleanLock)
        {
            var first = Array.IndexOf(Segments, sources[0]);
            if (_closed || first < 0)
            {
                return false;
            }

            var last = SegmentSnapshot.TryRead(SegmentSnapshot.PathOf(_folder, sources[^1].BaseOffset));
            var isComplete = last is not null && last.Size == sources[^1].Size;
            if (_checkpoint.Cleaned == 0)
            {
                // From here on recovery must take gaps between offsets for what compaction has left.
                Remember_NeedsLock(1);
            }

            lock (_syncLock)
            {
                CompactedFile.Replace(_folder, [.. sources.Select(source => source.BaseOffset)], end, cleaned);
                lock (_appendLock)
                {
                    Volatile.Write(ref _segments, [.. _segments[..first], cleaned, .. _segments[(first + sources.Length)..]]);
                }

                if (isComplete)
                {
                    // The state of the producers after the last of the sources is also that after what was made of them.
                    SegmentSnapshot.Compacted(cleaned, last!).Write(SegmentSnapshot.PathOf(_folder, cleaned.BaseOffset), sync: true);
                }
            }

            Array.ForEach(sources, source => source.Dispose());
            return true;
        }
    }

    /// <summary>Remembers how far the log is compacted.</summary>
    public void Cleaned(long end)
    {
        lock (_cleanLock)
        {
            if (_closed)
            {
                return;
            }

            Remember_NeedsLock(end);
        }
    }

    private void Remember_NeedsLock(long cleaned)
    {
        var checkpoint = _checkpoint with { Cleaned = cleaned };
        checkpoint.Write(_folder);
        _checkpoint = checkpoint;
    }
}
