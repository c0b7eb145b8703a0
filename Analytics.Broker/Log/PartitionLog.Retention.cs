using Analytics.Broker.Protocol;

namespace Analytics.Broker.Log;

/// <summary>Deleting from the front: on request, by age and by size. The start offset is on the disk before a file is removed.</summary>
internal sealed partial class PartitionLog
{
    /// <summary>Stands for the end of the log in a DeleteRecords request.</summary>
    public const long ToEnd = -1;

    /// <summary>Deletes all records before an offset (KIP-107); it holds across restarts when this returns.</summary>
    /// <param name="before">The first offset that stays, or <see cref="ToEnd"/>. One that is deleted already changes nothing.</param>
    /// <param name="startOffset">The log start offset afterwards: the low watermark of the answer.</param>
    public ErrorCode DeleteRecords(long before, out long startOffset)
    {
        lock (_cleanLock)
        lock (_appendLock)
        {
            startOffset = -1;
            if (_closed)
            {
                return ErrorCode.UnknownTopicOrPartition;
            }

            if (!_options.Deletes)
            {
                return ErrorCode.PolicyViolation;
            }

            var target = before == ToEnd ? _endOffset : before;
            if (target < 0 || target > _endOffset)
            {
                return ErrorCode.OffsetOutOfRange;
            }

            try
            {
                Advance_NeedsLock(target);
            }
            catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
            {
                LogWriteFailed(_folder, exception.Message);
                return ErrorCode.KafkaStorageError;
            }

            startOffset = _startOffset;
            return ErrorCode.None;
        }
    }

    /// <summary>Seals a segment that has become old, and deletes those that retention gives up.</summary>
    public void Tidy()
    {
        lock (_cleanLock)
        lock (_appendLock)
        {
            if (_closed)
            {
                return;
            }

            if (Active.Size > 0 && IsOld(Active))
            {
                Roll_NeedsLock();
            }

            if (_options.Deletes && RetentionStart_NeedsLock() is var start && start > _startOffset)
            {
                Advance_NeedsLock(start);
            }
        }
    }

    private long RetentionStart_NeedsLock()
    {
        var (start, size, now) = (_startOffset, Size, Now);
        for (var i = 0; i < _segments.Length && (i < _segments.Length - 1 || _segments[i].Size > 0); i++)
        {
            var segment = _segments[i];
            var isExpired = _options.RetentionMs >= 0 && now - (segment.MaxTimestamp >= 0 ? segment.MaxTimestamp : segment.Created) > _options.RetentionMs;
            var isBeyond = _options.RetentionBytes >= 0 && size - segment.Size >= _options.RetentionBytes;
            if (!isExpired && !isBeyond)
            {
                break;
            }

            size -= segment.Size;
            start = EndOf_NeedsLock(i);
        }

        return start;
    }

    private long EndOf_NeedsLock(int i) => i + 1 < _segments.Length ? _segments[i + 1].BaseOffset : _endOffset;

    private void Advance_NeedsLock(long start)
    {
        if (start <= _startOffset)
        {
            return;
        }

        var checkpoint = _checkpoint with { Start = start };
        checkpoint.Write(_folder);
        LogAdvanced(_folder, _startOffset, start);
        _checkpoint = checkpoint;
        Volatile.Write(ref _startOffset, start);
        if (start == _endOffset && Active.Size > 0)
        {
            Roll_NeedsLock();
        }

        RemoveBelow_NeedsLock(start);
    }

    private void RemoveBelow_NeedsLock(long start)
    {
        var count = 0;
        while (count < _segments.Length - 1 && _segments[count + 1].BaseOffset <= start)
        {
            count++;
        }

        if (count == 0)
        {
            return;
        }

        var removed = _segments[..count];
        Volatile.Write(ref _segments, _segments[count..]);

        // The sequence numbers of producers are in the snapshots; those of the segments that go must be in one that stays.
        if (_segments.Length == 1)
        {
            TrySnapshot_NeedsLock();
        }

        lock (_syncLock)
        {
            foreach (var segment in removed)
            {
                segment.Dispose();
                Remove(segment);
            }
        }
    }

    private void Remove(LogSegment segment)
    {
        try
        {
            File.Delete(segment.Path);
            File.Delete(SegmentSnapshot.PathOf(_folder, segment.BaseOffset));
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            // It lies below the start offset: the next start removes it.
            LogNotRemoved(segment.Path, exception.Message);
        }
    }

    [LoggerMessage(LogLevel.Information, "Deleted the records of {Folder} from offset {From} to {Start}, the new log start offset")]
    private partial void LogAdvanced(string folder, long from, long start);

    [LoggerMessage(LogLevel.Warning, "{File} is removed at the next start: {Reason}")]
    private partial void LogNotRemoved(string file, string reason);
}
