using Analytics.Broker.Log.Compression;
using Analytics.Broker.Producers;
using Analytics.Broker.Protocol;

namespace Analytics.Broker.Log;

/// <summary>
/// The log of one partition. Appends take turns under a lock; reads take none: a segment publishes its size after the bytes, and the log its end
/// offset after that.
/// </summary>
internal sealed partial class PartitionLog : IDisposable
{
    /// <summary>One node leads everything for ever: there is only one epoch.</summary>
    public const int LeaderEpoch = 0;

    private readonly string _folder;
    private readonly TimeProvider _time;
    private readonly ILogger _logger;
    private readonly ProducerStates _producers;

    /// <summary>Taken before the lock of the appends by whoever removes or replaces segments.</summary>
    private readonly Lock _cleanLock = new();
    private readonly Lock _appendLock = new();
    private readonly Lock _syncLock = new();
    private readonly Lock _flushLock = new();
    private readonly Lock _waitLock = new();
    private readonly List<FetchWait> _waits = [];
    private volatile LogOptions _options;
    private LogSegment[] _segments;
    private LogCheckpoint _checkpoint;
    private long _startOffset;
    private long _endOffset;
    private long _flushedOffset;
    private long _snapshotSize;
    private volatile bool _closed;
    private volatile bool _folderChanged = true;

    private PartitionLog(string folder, LogOptions options, RecoveredLog recovered, TimeProvider time, ILogger logger)
    {
        (_folder, _options, _time, _logger) = (folder, options, time, logger);
        (_segments, _checkpoint, _endOffset, _producers) = (recovered.Segments, recovered.Checkpoint, recovered.NextOffset, recovered.Producers);
        _startOffset = Math.Max(_checkpoint.Start, _segments[0].BaseOffset);
        _snapshotSize = Active.Size;
        RemoveBelow_NeedsLock(_startOffset);
        _stableOffset = _producers.FirstOpenOffset ?? _endOffset;
    }

    /// <summary>The offset of the next record: with a single replica also the high watermark.</summary>
    public long EndOffset => Volatile.Read(ref _endOffset);

    /// <summary>The first offset that can be read: everything before was deleted.</summary>
    public long StartOffset => Volatile.Read(ref _startOffset);

    /// <summary>Everything before this offset was brought to the disk on behalf of <c>flush.messages</c>.</summary>
    public long FlushedOffset => Volatile.Read(ref _flushedOffset);

    public long Size => Segments.Sum(segment => segment.Size);

    public LogOptions Options => _options;

    public string Folder => _folder;

    private LogSegment[] Segments => Volatile.Read(ref _segments);

    private LogSegment Active => _segments[^1];

    private long Now => _time.GetUtcNow().ToUnixTimeMilliseconds();

    public static PartitionLog Open(string folder, LogOptions options, TimeProvider time, ILogger logger)
    {
        Directory.CreateDirectory(folder);
        return new PartitionLog(folder, options, new LogRecovery(folder, options, time, logger).Run(), time, logger);
    }

    /// <summary>Changed configs hold for what is appended, sealed and deleted from now on.</summary>
    public void Configure(LogOptions options) => _options = options;

    /// <summary>
    /// Appends one batch as received, or in the codec of its topic; its base offset and leader epoch are set in place, with append times its timestamp too. When this returns, the
    /// bytes are in the page cache: they survive the process. With <c>flush.messages</c> they are on the disk as often as it says.
    /// </summary>
    public AppendResult Append(Span<byte> records)
    {
        var options = _options;
        var (error, message) = BatchValidation.Check(records, options, Now);
        if (error is not ErrorCode.None)
        {
            return AppendResult.Refused(error, message!);
        }

        if (options.Codec is { } codec)
        {
            try
            {
                records = BatchRecompression.To(codec, records);
            }
            catch (InvalidDataException exception)
            {
                return AppendResult.Refused(ErrorCode.InvalidRecord, exception.Message);
            }

            if (records.Length > options.MaxMessageBytes)
            {
                return AppendResult.Refused(ErrorCode.MessageTooLarge, $"compressed as its topic is, the batch has {records.Length} bytes, max.message.bytes is {options.MaxMessageBytes}");
            }
        }

        return Append(records, options);
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
        lock (_cleanLock)
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
        lock (_cleanLock)
        lock (_appendLock)
        {
            _closed = true;
        }

        Close();
    }

    private AppendResult Append(Span<byte> records, LogOptions options)
    {
        AppendResult result;
        long end;
        lock (_appendLock)
        {
            result = Append_NeedsLock(records);
            end = _endOffset;
        }

        WakeWaits();

        // Also for a batch that was there already: its first answer may have been lost because it couldn't be flushed.
        return result.Error is ErrorCode.None && end - Volatile.Read(ref _flushedOffset) >= options.FlushMessages ? FlushThrough(end, result) : result;
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
}
