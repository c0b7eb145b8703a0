using Analytics.Broker.Producers;
using Analytics.Broker.Protocol;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Log;

/// <summary>
/// The log of one partition. Appends take turns under a lock; reads take none: a segment publishes its size after the bytes, and the log its end
/// offset after that.
/// </summary>
internal sealed partial class PartitionLog : IDisposable
{
    /// <summary>One node leads everything for ever: there is only one epoch.</summary>
    public const int LeaderEpoch = 0;

    private static readonly TimeSpan ProducerExpiry = TimeSpan.FromDays(1);

    private readonly string _folder;
    private readonly LogOptions _options;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ProducerStates _producers;
    private readonly Lock _appendLock = new();
    private readonly Lock _syncLock = new();
    private readonly Lock _waitLock = new();
    private readonly List<FetchWait> _waits = [];
    private LogSegment[] _segments;
    private long _endOffset;
    private long _snapshotSize;
    private long _unflushed;
    private volatile bool _closed;

    private PartitionLog(string folder, LogOptions options, RecoveredLog recovered, TimeProvider time, ILogger logger)
    {
        (_folder, _options, _time, _logger) = (folder, options, time, logger);
        (_segments, _endOffset, _producers) = (recovered.Segments, recovered.NextOffset, recovered.Producers);
        _snapshotSize = Active.Size;
        _lastStableOffset = _producers.FirstOpenOffset ?? _endOffset;
    }

    /// <summary>The offset of the next record: with a single replica also the high watermark.</summary>
    public long EndOffset => Volatile.Read(ref _endOffset);

    public long StartOffset => Segments[0].BaseOffset;

    public long Size => Segments.Sum(segment => segment.Size);

    private LogSegment[] Segments => Volatile.Read(ref _segments);

    private LogSegment Active => _segments[^1];

    public static PartitionLog Open(string folder, LogOptions options, TimeProvider time, ILogger logger)
    {
        Directory.CreateDirectory(folder);
        return new PartitionLog(folder, options, new LogRecovery(folder, options, time, logger).Run(), time, logger);
    }

    /// <summary>
    /// Appends one batch as received; its base offset and leader epoch are set in place. When this returns, the bytes are in the page cache:
    /// they survive the process.
    /// </summary>
    public AppendResult Append(Span<byte> records)
    {
        var (error, message) = BatchValidation.Check(records, _options.MaxMessageBytes);
        if (error is not ErrorCode.None)
        {
            return AppendResult.Refused(error, message!);
        }

        AppendResult result;
        lock (_appendLock)
        {
            result = Append_NeedsLock(records);
        }

        WakeWaits();
        return result;
    }

    /// <summary>Finds where to read from the offset on. Always at least one batch when there is one and <paramref name="minOneBatch"/> says so.</summary>
    /// <param name="offset">The first record wanted.</param>
    /// <param name="maxBytes">The most to read.</param>
    /// <param name="minOneBatch">One batch may be larger than that.</param>
    /// <param name="slice">Where it is.</param>
    /// <param name="committedOnly">Nothing at or after the last stable offset.</param>
    public ErrorCode Read(long offset, int maxBytes, bool minOneBatch, out LogSlice slice, bool committedOnly = false)
    {
        slice = default;
        var end = EndOffset;
        if (offset < StartOffset || offset > end)
        {
            return ErrorCode.OffsetOutOfRange;
        }

        var stable = LastStableOffset;
        var isBounded = committedOnly && stable < end;
        if (offset == end || (isBounded && offset >= stable))
        {
            return ErrorCode.None;
        }

        var segments = Segments;
        for (var i = IndexOf(segments, offset); i < segments.Length; i++)
        {
            if (segments[i].TryFind(offset, out var batch))
            {
                // A batch belongs to one producer: none lies across the last stable offset.
                var readable = isBounded && segments[i].TryFind(stable, out var unstable) ? unstable.Position : segments[i].Size;
                var length = Math.Min(maxBytes, readable - batch.Position);
                if (length < batch.Size)
                {
                    length = minOneBatch ? batch.Size : 0;
                }

                slice = new LogSlice(segments[i], batch.Position, (int)length);
                break;
            }
        }

        return ErrorCode.None;
    }

    /// <summary>The first record at or after the timestamp, or (-1, -1).</summary>
    public (long Timestamp, long Offset) FindTime(long timestamp)
    {
        foreach (var segment in Segments)
        {
            if (segment.MaxTimestamp >= timestamp && segment.TryFindTime(timestamp, out var batch))
            {
                return TimestampLookup.FirstAtOrAfter(segment, batch, timestamp);
            }
        }

        return (-1, -1);
    }

    /// <summary>The first record with the highest timestamp (KIP-734), or (-1, -1) in an empty log.</summary>
    public (long Timestamp, long Offset) FindMaxTimestamp()
    {
        var segment = Segments.MaxBy(segment => segment.MaxTimestamp)!;
        return segment.MaxTimestampOffset >= 0 && segment.TryFind(segment.MaxTimestampOffset, out var batch)
            ? TimestampLookup.FirstAtOrAfter(segment, batch, segment.MaxTimestamp)
            : (-1, -1);
    }

    public void AddWait(FetchWait wait)
    {
        lock (_waitLock)
        {
            _waits.Add(wait);
        }
    }

    public void RemoveWait(FetchWait wait)
    {
        lock (_waitLock)
        {
            _waits.Remove(wait);
        }
    }

    /// <summary>Leaves a snapshot behind, so that the next start reads nothing, and closes the files.</summary>
    public void Dispose()
    {
        lock (_appendLock)
        {
            if (_closed)
            {
                return;
            }

            _closed = true;
            if (Active.Size != _snapshotSize && Directory.Exists(_folder))
            {
                TrySnapshot_NeedsLock();
            }
        }

        Close();
    }

    /// <summary>Closes the files of a deleted topic without leaving anything.</summary>
    public void Abandon()
    {
        lock (_appendLock)
        {
            _closed = true;
        }

        Close();
    }

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
            Write_NeedsLock(records);
            return new AppendResult(ErrorCode.None, batch.BaseOffset, null);
        }
        catch (IOException exception)
        {
            // The size was not moved on: the next append writes over whatever part of this one reached the file.
            LogWriteFailed(Active.Path, exception.Message);
            return AppendResult.Refused(ErrorCode.KafkaStorageError, exception.Message);
        }
    }

    private void Write_NeedsLock(Span<byte> records)
    {
        if (Active.Size > 0 && Active.Size + records.Length > _options.SegmentBytes)
        {
            Roll_NeedsLock();
        }

        var batch = new RecordBatch(records);
        RecordBatch.Assign(records, _endOffset, LeaderEpoch);
        Active.Append(records);
        if (_producers.Record(batch, _time.GetUtcNow().ToUnixTimeMilliseconds()) is { } aborted)
        {
            Active.Aborted.Add(aborted);
        }

        Volatile.Write(ref _endOffset, batch.LastOffset + 1);
        Volatile.Write(ref _lastStableOffset, _producers.FirstOpenOffset ?? _endOffset);
        Flush_NeedsLock(batch.RecordCount);
        if (Active.Size - _snapshotSize >= _options.SnapshotBytes)
        {
            TrySnapshot_NeedsLock();
        }
    }

    private void Flush_NeedsLock(int records)
    {
        _unflushed += records;
        if (_unflushed >= _options.FlushMessages)
        {
            Active.Flush();
            _unflushed = 0;
        }
    }

    private void Roll_NeedsLock()
    {
        var path = Snapshot_NeedsLock();
        var sealedSegment = Active;
        var synced = SegmentSnapshot.Of(sealedSegment, _endOffset, _producers, bootId: Guid.Empty);
        Volatile.Write(ref _segments, [.. _segments, new LogSegment(_folder, _endOffset, _options.IndexIntervalBytes)]);
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
                // A closed log's folder may be gone, or be another topic's of the same name by now.
                if (!_closed)
                {
                    snapshot.Write(path, sync: true);
                }
            }
        }
        catch (Exception exception) when (exception is IOException or ObjectDisposedException or UnauthorizedAccessException)
        {
            // The snapshot of the roll stays: after a power loss the segment is read again.
            LogSyncFailed(segment.Path, exception.Message);
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
        var path = Path.Combine(_folder, LogSegment.FileName(Active.BaseOffset, SegmentSnapshot.Extension));
        SegmentSnapshot.Of(Active, _endOffset, _producers, BootIdentity.Current).Write(path, sync: false);
        _snapshotSize = Active.Size;
        return path;
    }

    private void WakeWaits()
    {
        lock (_waitLock)
        {
            foreach (var wait in _waits)
            {
                wait.Signal();
            }

            _waits.Clear();
        }
    }

    private void Close()
    {
        lock (_syncLock)
        {
            // A sync that had begun to write is over; later ones see that the log is closed.
        }

        WakeWaits();
        foreach (var segment in Segments)
        {
            segment.Dispose();
        }
    }

    private static int IndexOf(LogSegment[] segments, long offset)
    {
        var i = segments.Length - 1;
        while (i > 0 && segments[i].BaseOffset > offset)
        {
            i--;
        }

        return i;
    }

    [LoggerMessage(LogLevel.Debug, "Sealed {File} at {Bytes} bytes, next offset {NextOffset}")]
    private partial void LogRolled(string file, long bytes, long nextOffset);

    [LoggerMessage(LogLevel.Error, "Cannot write to {File}: {Reason}. Free disk space or check the permissions of the folder; producers are told to retry")]
    private partial void LogWriteFailed(string file, string reason);

    [LoggerMessage(LogLevel.Warning, "Could not sync or index {File}: {Reason}. It will be read again at the next start")]
    private partial void LogSyncFailed(string file, string reason);
}
