using Analytics.Broker.Protocol;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Log;

/// <summary>Writing: batches to the active segment, segments and snapshots to the disk.</summary>
internal sealed partial class PartitionLog
{
    private static readonly TimeSpan ProducerExpiry = TimeSpan.FromDays(1);

    private AppendResult Append_NeedsLock(Span<byte> records)
    {
        if (_closed)
        {
            return AppendResult.Refused(ErrorCode.UnknownTopicOrPartition, "the topic was deleted");
        }

        var batch = new RecordBatch(records);
        var duplicateOffset = -1L;
        switch (batch.IsControl ? ErrorCode.None : _producers.Check(batch, out duplicateOffset))
        {
            case ErrorCode.None:
                break;
            case ErrorCode.DuplicateSequenceNumber when duplicateOffset >= 0:
                return new AppendResult(ErrorCode.None, duplicateOffset, null);
            case var error:
                return AppendResult.Refused(error, $"producer {batch.ProducerId} epoch {batch.ProducerEpoch} sent the sequence {batch.BaseSequence}");
        }

        try
        {
            var appendTime = _options.UsesAppendTime ? Now : -1;
            Write_NeedsLock(records, appendTime);
            return new AppendResult(ErrorCode.None, batch.BaseOffset, null, appendTime);
        }
        catch (IOException exception)
        {
            // The size was not moved on: the next append writes over whatever part of this one reached the file.
            LogWriteFailed(Active.Path, exception.Message);
            return AppendResult.Refused(ErrorCode.KafkaStorageError, exception.Message);
        }
    }

    private void Write_NeedsLock(Span<byte> records, long appendTime)
    {
        if (Active.Size > 0 && (Active.Size + records.Length > _options.SegmentBytes || IsOld(Active)))
        {
            Roll_NeedsLock();
        }

        var batch = new RecordBatch(records);
        RecordBatch.Assign(records, _endOffset, LeaderEpoch);
        if (appendTime >= 0)
        {
            RecordBatch.AssignTime(records, appendTime);
        }

        Active.Append(records);
        if (_producers.Record(batch, Now) is { } aborted)
        {
            Active.Aborted.Add(aborted);
        }

        Volatile.Write(ref _endOffset, batch.LastOffset + 1);
        Volatile.Write(ref _stableOffset, _producers.FirstOpenOffset ?? _endOffset);
        if (Active.Size - _snapshotSize >= _options.SnapshotBytes)
        {
            TrySnapshot_NeedsLock();
        }
    }

    /// <summary>
    /// Brings everything up to the offset to the disk: one fsync for all appends that wait for it at the same time, outside the lock of the appends.
    /// </summary>
    private AppendResult FlushThrough(long offset, AppendResult result)
    {
        try
        {
            lock (_flushLock)
            {
                var flushed = Volatile.Read(ref _flushedOffset);
                if (flushed >= offset)
                {
                    return result;
                }

                var end = EndOffset;
                var segments = Segments;
                for (var i = segments.Length - 1; i >= 0 && (i == segments.Length - 1 || segments[i + 1].BaseOffset > flushed); i--)
                {
                    segments[i].Flush();
                }

                if (_folderChanged)
                {
                    _folderChanged = false;
                    FolderSync.Flush(_folder);
                    FolderSync.Flush(Path.GetDirectoryName(_folder)!);
                }

                Volatile.Write(ref _flushedOffset, end);
                return result;
            }
        }
        catch (IOException exception)
        {
            _folderChanged = true;
            LogWriteFailed(_folder, exception.Message);
            return AppendResult.Refused(ErrorCode.KafkaStorageError, exception.Message);
        }
        catch (ObjectDisposedException) when (_closed)
        {
            return AppendResult.Refused(ErrorCode.UnknownTopicOrPartition, "the topic was deleted");
        }
        catch (ObjectDisposedException)
        {
            // A segment was deleted or replaced meanwhile: by those that are there now.
            return FlushThrough(offset, result);
        }
    }

    /// <summary>Has the system begin to write what was appended since the last call; a segment that was sealed meanwhile is synced as a whole. By one thread at a time.</summary>
    public void BeginWriteback()
    {
        try
        {
            Segments[^1].BeginWriteback();
        }
        catch (ObjectDisposedException)
        {
            // The topic was deleted, or the segment sealed and compacted.
        }
    }

    private bool IsOld(LogSegment segment) => Now - segment.Created >= _options.SegmentMs;

    private void Roll_NeedsLock()
    {
        var path = Snapshot_NeedsLock();
        var sealedSegment = Active;
        var synced = SegmentSnapshot.Of(sealedSegment, _endOffset, _producers, bootId: Guid.Empty);
        var added = new LogSegment(_folder, _endOffset, _options.IndexIntervalBytes, Now);
        _folderChanged = true;
        Volatile.Write(ref _segments, [.. _segments, added]);
        _snapshotSize = 0;
        LogRolled(sealedSegment.Path, sealedSegment.Size, _endOffset);
        _ = Task.Run(() => Sync(sealedSegment, synced, path));
    }

    /// <summary>Brings a sealed segment to the disk aside, so that after a power loss only the active one has to be read.</summary>
    private void Sync(LogSegment segment, SegmentSnapshot snapshot, string path)
    {
        try
        {
            segment.Flush();
            lock (_syncLock)
            {
                // A closed log's folder may be gone, or be another topic's of the same name by now; a compacted segment has an index of its own.
                if (!_closed && segment.Damage.Length == 0 && Array.IndexOf(Segments, segment) >= 0)
                {
                    snapshot.Write(path, sync: true);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            if (exception is not ObjectDisposedException)
            {
                // The snapshot of the roll stays: after a power loss the segment is read again.
                LogSyncFailed(segment.Path, exception.Message);
            }
        }
    }

    /// <summary>A snapshot only saves work at the next start: what is in the log is acknowledged without it.</summary>
    private void TrySnapshot_NeedsLock()
    {
        try
        {
            Snapshot_NeedsLock();
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            LogSyncFailed(Active.Path, exception.Message);
        }
    }

    private string Snapshot_NeedsLock()
    {
        _producers.Expire((_time.GetUtcNow() - ProducerExpiry).ToUnixTimeMilliseconds());
        var path = SegmentSnapshot.PathOf(_folder, Active.BaseOffset);
        if (Active.Damage.Length == 0)
        {
            SegmentSnapshot.Of(Active, _endOffset, _producers, BootIdentity.Current).Write(path, sync: false);
        }

        _snapshotSize = Active.Size;
        return path;
    }

    [LoggerMessage(LogLevel.Debug, "Sealed {File} at {Bytes} bytes, next offset {NextOffset}")]
    private partial void LogRolled(string file, long bytes, long nextOffset);

    [LoggerMessage(LogLevel.Error, "Cannot write to {File}: {Reason}. Free disk space or check the permissions of the folder; producers are told to retry")]
    private partial void LogWriteFailed(string file, string reason);

    [LoggerMessage(LogLevel.Warning, "Could not sync or index {File}: {Reason}. It will be read again at the next start")]
    private partial void LogSyncFailed(string file, string reason);
}
