using Analytics.Broker.Protocol;
using Analytics.Broker.Storage;

namespace Analytics.Broker.Groups;

/// <summary>The committed offsets of all groups: in memory, and durable in an append-only file that is rewritten when most of it is out of date.</summary>
internal sealed partial class OffsetStore : IDisposable
{
    private const int RewriteBytes = 1024 * 1024;

    private readonly Lock _lock = new();
    private readonly Dictionary<string, Dictionary<(string Topic, int Partition), CommittedOffset>> _groups = new(StringComparer.Ordinal);
    private readonly EntryFile _file;
    private long _rewriteAt;

    /// <param name="path">The file.</param>
    /// <param name="sync">Whether a commit survives the machine, not only the process, when it is acknowledged.</param>
    /// <param name="logger">Tells of a torn end.</param>
    public OffsetStore(string path, bool sync, ILogger logger)
    {
        _file = new EntryFile(path, sync);
        var torn = _file.Read(Apply);
        if (torn > 0)
        {
            LogTornTail(logger, path, torn);
        }

        Rewrite_NeedsLock();
    }

    public void Commit(string group, IReadOnlyCollection<CommittedOffset> offsets)
    {
        lock (_lock)
        {
            _file.Append(writer => OffsetEntry.Write(writer, group, offsets));
            foreach (var offset in offsets)
            {
                Apply(group, offset);
            }

            if (_file.Size > _rewriteAt)
            {
                Rewrite_NeedsLock();
            }
        }
    }

    public CommittedOffset? Find(string group, string topic, int partition)
    {
        lock (_lock)
        {
            return _groups.TryGetValue(group, out var offsets) && offsets.TryGetValue((topic, partition), out var offset) ? offset : null;
        }
    }

    public CommittedOffset[] All(string group)
    {
        lock (_lock)
        {
            return _groups.TryGetValue(group, out var offsets) ? [.. offsets.Values] : [];
        }
    }

    public string[] Groups()
    {
        lock (_lock)
        {
            return [.. _groups.Keys];
        }
    }

    /// <summary>Takes back what there is of these.</summary>
    public void Remove(string group, IEnumerable<(string Topic, int Partition)> partitions)
    {
        lock (_lock)
        {
            CommittedOffset[] removed =
            [
                .. partitions.Where(partition => Find(group, partition.Topic, partition.Partition) is not null)
                    .Select(partition => new CommittedOffset(partition.Topic, partition.Partition, CommittedOffset.Removed, -1, null)),
            ];
            if (removed.Length > 0)
            {
                Commit(group, removed);
            }
        }
    }

    public void RemoveGroup(string group)
    {
        lock (_lock)
        {
            Remove(group, All(group).Select(offset => (offset.Topic, offset.Partition)));
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            _file.Dispose();
        }
    }

    private void Apply(Memory<byte> entry)
    {
        var reader = new KafkaReader(entry, flexible: false);
        var (group, offsets) = OffsetEntry.Read(ref reader);
        foreach (var offset in offsets)
        {
            Apply(group, offset);
        }
    }

    private void Apply(string group, CommittedOffset offset)
    {
        if (!_groups.TryGetValue(group, out var offsets))
        {
            _groups[group] = offsets = [];
        }

        if (offset.Offset == CommittedOffset.Removed)
        {
            offsets.Remove((offset.Topic, offset.Partition));
            if (offsets.Count == 0)
            {
                _groups.Remove(group);
            }
        }
        else
        {
            offsets[(offset.Topic, offset.Partition)] = offset;
        }
    }

    private void Rewrite_NeedsLock()
    {
        _file.Rewrite(_groups.Select(group => (Action<KafkaWriter>)(writer => OffsetEntry.Write(writer, group.Key, group.Value.Values))));
        _rewriteAt = Math.Max(RewriteBytes, _file.Size * 4);
    }

    [LoggerMessage(LogLevel.Warning, "Cut {Bytes} bytes of an unfinished write from the end of {File}")]
    private static partial void LogTornTail(ILogger logger, string file, long bytes);
}
