namespace Analytics.Broker.Log;

/// <summary>How a partition's log is kept. The names in the comments are Kafka's.</summary>
internal sealed record LogOptions
{
    public static LogOptions Default { get; } = new();

    /// <summary><c>segment.bytes</c>: a segment that would grow beyond this is sealed and a new one begun.</summary>
    public int SegmentBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary><c>index.interval.bytes</c>: at most this many bytes of log between two index entries.</summary>
    public int IndexIntervalBytes { get; init; } = 4096;

    /// <summary><c>max.message.bytes</c>: the largest batch accepted.</summary>
    public int MaxMessageBytes { get; init; } = 1_048_588;

    /// <summary><c>flush.messages</c>: records between two fsyncs; the page cache alone survives the process, not the machine.</summary>
    public long FlushMessages { get; init; } = long.MaxValue;

    /// <summary>How many bytes of log recovery may have to read again after a crash of the process.</summary>
    public int SnapshotBytes { get; init; } = 32 * 1024 * 1024;
}
