using System.Globalization;
using Analytics.Broker.Log.Compaction;
using Analytics.Broker.Producers;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Log;

/// <summary>
/// Opens a partition's segments. Each is taken from its snapshot as far as that goes, and read from there on: a torn tail is cut at the last good
/// batch; one damaged in place is reported with file, position and offsets and stays, since what follows it was acknowledged too. Such a segment gets no
/// snapshot, so that every start reports it again.
/// </summary>
internal sealed partial class LogRecovery(string folder, LogOptions options, TimeProvider time, ILogger logger)
{
    private readonly ProducerStates _producers = new();
    private long _nextOffset;
    private bool _mayHaveGaps;

    public RecoveredLog Run()
    {
        CompactedFile.Recover(folder);
        var checkpoint = LogCheckpoint.Read(folder);
        _mayHaveGaps = options.Compacts || checkpoint.Cleaned > 0;
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
            Open(segments[i], i + 1 < bases.Length ? bases[i + 1] : null);
        }

        // After a power loss the log may end before its start offset: what it holds was deleted.
        return _nextOffset < checkpoint.Start
            ? new RecoveredLog([.. segments, NewSegment(checkpoint.Start)], checkpoint, checkpoint.Start, _producers)
            : new RecoveredLog(segments, checkpoint, _nextOffset, _producers);
    }

    private LogSegment NewSegment(long baseOffset) => new(folder, baseOffset, options.IndexIntervalBytes, time.GetUtcNow().ToUnixTimeMilliseconds());

    /// <param name="segment">The segment.</param>
    /// <param name="following">Where the next one begins; null for the last.</param>
    private void Open(LogSegment segment, long? following)
    {
        // Compaction may have left nothing of the records before.
        _nextOffset = Math.Max(_nextOffset, segment.BaseOffset);
        var snapshotPath = SegmentSnapshot.PathOf(folder, segment.BaseOffset);
        if (SegmentSnapshot.TryRead(snapshotPath) is { } snapshot && IsTrusted(snapshot, snapshotPath, segment))
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
        if (segment.Size < segment.FileLength && following is { } next)
        {
            // Only the last segment can be torn: this one was complete when the next was begun.
            Report(segment, new DamagedRange(segment.Size, segment.FileLength, _nextOffset, next - 1));
        }

        if (segment.Size < segment.FileLength)
        {
            LogTornTail(segment.Path, segment.Size, segment.FileLength - segment.Size, _nextOffset);
            segment.Truncate();
        }

        if (following is not null && segment.Damage.Length == 0)
        {
            SegmentSnapshot.Of(segment, _nextOffset, _producers, BootIdentity.Current).Write(snapshotPath, sync: false);
        }
    }

    /// <summary>A file that was written to after the snapshot of all of it was changed by somebody else.</summary>
    private static bool IsTrusted(SegmentSnapshot snapshot, string path, LogSegment segment) =>
        snapshot.Size <= segment.FileLength
        && (snapshot.BootId == Guid.Empty || snapshot.BootId == BootIdentity.Current)
        && (snapshot.Size < segment.FileLength || File.GetLastWriteTimeUtc(segment.Path) <= File.GetLastWriteTimeUtc(path));

    private void Scan(LogSegment segment)
    {
        var now = time.GetUtcNow().ToUnixTimeMilliseconds();
        using var scanner = new SegmentScanner(segment, segment.Size, segment.FileLength);
        while (true)
        {
            if (!scanner.MoveNext() || !IsNext(scanner.Current))
            {
                var from = scanner.Position;
                if (from == segment.FileLength || !scanner.TryResync(_nextOffset) || !scanner.MoveNext())
                {
                    return;
                }

                Report(segment, new DamagedRange(from, scanner.Position, _nextOffset, scanner.Current.BaseOffset - 1));
            }

            var batch = scanner.Current;
            segment.Include(batch, scanner.Size);
            if (_producers.Record(batch, now) is { } aborted)
            {
                segment.Aborted.Add(aborted);
            }

            _nextOffset = batch.LastOffset + 1;
        }
    }

    /// <summary>The base offset is not covered by the CRC, but without compaction there are no gaps.</summary>
    private bool IsNext(RecordBatch batch) => _mayHaveGaps ? batch.BaseOffset >= _nextOffset : batch.BaseOffset == _nextOffset;

    private void Report(LogSegment segment, DamagedRange damage)
    {
        segment.Include(damage);
        LogDamage(segment.Path, damage.Position, damage.End, damage.FirstOffset, damage.LastOffset);
    }

    [LoggerMessage(LogLevel.Information, "Recovered {File}: read from byte {From} to {To}, next offset {NextOffset}")]
    private partial void LogScanned(string file, long from, long to, long nextOffset);

    [LoggerMessage(LogLevel.Warning, "Cut the torn tail of {File} at byte {Position}: {Bytes} bytes of an unfinished write, next offset {NextOffset}")]
    private partial void LogTornTail(string file, long position, long bytes, long nextOffset);

    [LoggerMessage(LogLevel.Error,
        "Corrupt record batch in {File} from byte {Position} to {End}: the offsets {First} to {Last} cannot be read, consumers that ask for them get CORRUPT_MESSAGE. "
        + "Everything else is served. Restore the file from a copy, or let the consumers go on behind")]
    private partial void LogDamage(string file, long position, long end, long first, long last);
}
