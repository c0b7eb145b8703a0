using System.Globalization;
using Analytics.Broker.Log.Compaction;
using Analytics.Broker.Producers;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Log;

/// <summary>
/// Opens a partition's segments. Each is taken from its snapshot as far as that goes, and read from there on: a torn tail is cut at the last good
/// batch, a batch damaged in place is reported with file and position and stays, since what follows it was acknowledged too.
/// </summary>
internal sealed partial class LogRecovery(string folder, LogOptions options, TimeProvider time, ILogger logger)
{
    private readonly ProducerStates _producers = new();
    private long _nextOffset;

    public RecoveredLog Run()
    {
        CompactedFile.Recover(folder);
        var checkpoint = LogCheckpoint.Read(folder);
        var bases = Directory.EnumerateFiles(folder, "*" + LogSegment.Extension)
            .Select(path => long.Parse(Path.GetFileNameWithoutExtension(path), CultureInfo.InvariantCulture))
            .Order()
            .ToArray();
        if (bases.Length == 0)
        {
            return new RecoveredLog([NewSegment(checkpoint.Start)], checkpoint, checkpoint.Start, _producers);
        }

        var segments = new LogSegment[bases.Length];
        _nextOffset = bases[0];
        for (var i = 0; i < bases.Length; i++)
        {
            segments[i] = new LogSegment(folder, bases[i], options.IndexIntervalBytes);
            Open(segments[i], isLast: i == bases.Length - 1);
        }

        // After a power loss the log may end before its start offset: what it holds was deleted.
        return _nextOffset < checkpoint.Start
            ? new RecoveredLog([.. segments, NewSegment(checkpoint.Start)], checkpoint, checkpoint.Start, _producers)
            : new RecoveredLog(segments, checkpoint, _nextOffset, _producers);
    }

    private LogSegment NewSegment(long baseOffset) => new(folder, baseOffset, options.IndexIntervalBytes, time.GetUtcNow().ToUnixTimeMilliseconds());

    private void Open(LogSegment segment, bool isLast)
    {
        // Compaction may have left nothing of the records before.
        _nextOffset = Math.Max(_nextOffset, segment.BaseOffset);
        var snapshotPath = SegmentSnapshot.PathOf(folder, segment.BaseOffset);
        var snapshot = SegmentSnapshot.TryRead(snapshotPath);
        if (snapshot is not null && snapshot.Size <= segment.FileLength && (snapshot.BootId == Guid.Empty || snapshot.BootId == BootIdentity.Current))
        {
            segment.Restore(snapshot);
            _producers.Load(snapshot.Producers);
            _nextOffset = snapshot.NextOffset;
        }

        if (segment.Size == segment.FileLength)
        {
            return;
        }

        var from = segment.Size;
        Scan(segment);
        LogScanned(segment.Path, from, segment.Size, _nextOffset);
        if (segment.Size < segment.FileLength)
        {
            LogTornTail(segment.Path, segment.Size, segment.FileLength - segment.Size, _nextOffset);
            segment.Truncate();
        }

        if (!isLast)
        {
            SegmentSnapshot.Of(segment, _nextOffset, _producers, BootIdentity.Current).Write(snapshotPath, sync: false);
        }
    }

    private void Scan(LogSegment segment)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        using var scanner = new SegmentScanner(segment, segment.Size, segment.FileLength);
        while (true)
        {
            if (!scanner.MoveNext())
            {
                if (scanner.Position == segment.FileLength || !scanner.TryTakeDamaged())
                {
                    return;
                }

                LogDamagedBatch(segment.Path, scanner.Position, scanner.Size, scanner.Current.BaseOffset);
            }

            var batch = scanner.Current;
            if (batch.BaseOffset < _nextOffset)
            {
                return;
            }

            segment.Include(batch, scanner.Size);
            if (_producers.Record(batch, now) is { } aborted)
            {
                segment.Aborted.Add(aborted);
            }

            _nextOffset = batch.LastOffset + 1;
        }
    }

    [LoggerMessage(LogLevel.Information, "Recovered {File}: read from byte {From} to {To}, next offset {NextOffset}")]
    private partial void LogScanned(string file, long from, long to, long nextOffset);

    [LoggerMessage(LogLevel.Warning, "Cut the torn tail of {File} at byte {Position}: {Bytes} bytes of an unfinished write, next offset {NextOffset}")]
    private partial void LogTornTail(string file, long position, long bytes, long nextOffset);

    [LoggerMessage(LogLevel.Error,
        "Corrupt record batch in {File} at byte {Position} ({Bytes} bytes, offset {Offset}): its CRC is wrong. It is kept, consumers that check CRCs stop there; "
        + "restore the file from a copy, or seek past the batch")]
    private partial void LogDamagedBatch(string file, long position, int bytes, long offset);
}
