namespace Analytics.Broker.Log.Compaction;

/// <summary>
/// One round of compaction over a log (KIP-58 and Kafka's "Log Compaction"): the first pass learns the latest offset of each key from what was not yet
/// compacted, the second writes the sealed segments anew without what is out of date. The active segment is never touched, and offsets never change.
/// </summary>
internal sealed partial class LogCompactor(PartitionLog log, CompactionView view, long now, ILogger logger, CancellationToken cancellationToken)
{
    private readonly CompactionPlan _plan = new();
    private readonly LogOptions _options = log.Options;

    /// <summary>Compacts the log if its topic asks for it and enough of it is dirty.</summary>
    /// <exception cref="InvalidDataException">A batch is corrupt: the log stays as it is.</exception>
    public static void Compact(PartitionLog log, TimeProvider time, ILogger logger, CancellationToken cancellationToken)
    {
        if (log.Options.Compacts)
        {
            new LogCompactor(log, log.View(), time.GetUtcNow().ToUnixTimeMilliseconds(), logger, cancellationToken).Run();
        }
    }

    private void Run()
    {
        var firstDirty = Array.FindLastIndex(view.Segments, segment => segment.BaseOffset <= view.Cleaned);
        firstDirty = Math.Max(0, firstDirty);
        var end = firstDirty;
        while (end < view.Segments.Length - 1 && view.EndOf(end) <= view.Stable && IsOldEnough(view.Segments[end]))
        {
            end++;
        }

        var dirty = view.Segments[firstDirty..end].Sum(segment => segment.Size);
        var clean = view.Segments[..firstDirty].Sum(segment => segment.Size);
        if (dirty == 0 || (double)dirty / (dirty + clean) < _options.MinCleanableRatio)
        {
            return;
        }

        Plan(firstDirty, end);
        var after = 0L;
        for (var first = 0; first < end;)
        {
            var count = GroupFrom(first, end);
            after += Rewrite(view.Segments[first..(first + count)], view.EndOf(first + count - 1));
            first += count;
        }

        log.Cleaned(_plan.Keys.End);
        LogCompacted(log.Folder, dirty + clean, after, _plan.Keys.End);
    }

    private bool IsOldEnough(LogSegment segment) =>
        _options.MinCompactionLagMs == 0 || Math.Max(segment.MaxTimestamp, segment.Created) <= now - _options.MinCompactionLagMs;

    private void Plan(int firstDirty, int end)
    {
        _plan.Keys.End = view.EndOf(end - 1);
        for (var i = 0; i < end; i++)
        {
            using var batches = Scan(view.Segments[i]);
            while (batches.MoveNext())
            {
                if (batches.Current.BaseOffset < view.Cleaned || i < firstDirty)
                {
                    _plan.AddClean(batches.Current);
                    continue;
                }

                if (_plan.Keys.IsFull && !_plan.HasOpenTransactions)
                {
                    _plan.Keys.End = batches.Current.BaseOffset;
                    return;
                }

                _plan.AddDirty(batches.Current);
            }

            Complete(batches, view.Segments[i]);
        }

        for (var i = end; i < view.Segments.Length && _plan.HasOpenTransactions; i++)
        {
            using var batches = Scan(view.Segments[i]);
            while (_plan.HasOpenTransactions && batches.MoveNext())
            {
                _plan.AddBehind(batches.Current);
            }
        }
    }

    /// <summary>As many segments as make one of at most <c>segment.bytes</c>.</summary>
    private int GroupFrom(int first, int end)
    {
        var (count, size) = (1, view.Segments[first].Size);
        while (first + count < end
            && size + view.Segments[first + count].Size <= _options.SegmentBytes
            && view.EndOf(first + count) - view.Segments[first].BaseOffset <= int.MaxValue)
        {
            size += view.Segments[first + count].Size;
            count++;
        }

        return count;
    }

    /// <returns>The bytes that are left of the group.</returns>
    private long Rewrite(LogSegment[] group, long end)
    {
        var filter = new BatchFilter(_plan, view.ActiveProducers, log.StartOffset, _options.DeleteRetentionMs, now);
        var cleaned = new LogSegment(log.Folder, group[0].BaseOffset, _options.IndexIntervalBytes, group[^1].Created, CompactedFile.CleanedExtension);
        try
        {
            var isChanged = group.Length > 1;
            foreach (var segment in group)
            {
                using var batches = Scan(segment);
                while (batches.MoveNext())
                {
                    var kept = filter.Filter(batches.Bytes);
                    isChanged |= !kept.Equals(batches.Bytes);
                    if (kept.Length > 0)
                    {
                        cleaned.Append(kept.Span);
                    }
                }

                Complete(batches, segment);
            }

            // The markers stay, so what they end is as it was.
            cleaned.Aborted.Load(group.SelectMany(segment => segment.Aborted.Entries.ToArray()).ToArray());
            if (isChanged)
            {
                cleaned.Flush();
                isChanged = log.TryReplace(group, end, cleaned);
            }

            if (isChanged)
            {
                return cleaned.Size;
            }

            Discard(cleaned);
            return group.Sum(segment => segment.Size);
        }
        catch
        {
            Discard(cleaned);
            throw;
        }
    }

    private static void Discard(LogSegment cleaned)
    {
        cleaned.Dispose();
        if (cleaned.Path.EndsWith(CompactedFile.CleanedExtension, StringComparison.Ordinal))
        {
            File.Delete(cleaned.Path);
        }
    }

    private SegmentScanner Scan(LogSegment segment)
    {
        cancellationToken.ThrowIfCancellationRequested();
        return new SegmentScanner(segment, 0, segment.Size);
    }

    private static void Complete(SegmentScanner batches, LogSegment segment)
    {
        if (batches.Position < segment.Size)
        {
            throw new InvalidDataException($"the record batch in {segment.Path} at byte {batches.Position} is corrupt: restore the file from a copy");
        }
    }

    [LoggerMessage(LogLevel.Information, "Compacted {Folder} from {Before} to {After} bytes, up to offset {End}")]
    private partial void LogCompacted(string folder, long before, long after, long end);
}
