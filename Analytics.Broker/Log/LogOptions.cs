namespace Analytics.Broker.Log;

/// <summary>How a partition's log is kept. The names in the comments are Kafka's.</summary>
internal sealed record LogOptions
{
    public static LogOptions Default { get; } = new();

    /// <summary><c>segment.bytes</c>: a segment that would grow beyond this is sealed and a new one begun.</summary>
    public int SegmentBytes { get; init; } = 256 * 1024 * 1024;

    /// <summary><c>segment.ms</c>: a segment older than this is sealed.</summary>
    public long SegmentMs { get; init; } = 7L * 24 * 60 * 60 * 1000;

    /// <summary><c>index.interval.bytes</c>: at most this many bytes of log between two index entries.</summary>
    public int IndexIntervalBytes { get; init; } = 4096;

    /// <summary><c>max.message.bytes</c>: the largest batch accepted.</summary>
    public int MaxMessageBytes { get; init; } = 1_048_588;

    /// <summary><c>flush.messages</c>: records between two fsyncs; the page cache alone survives the process, not the machine.</summary>
    public long FlushMessages { get; init; } = long.MaxValue;

    /// <summary><c>cleanup.policy</c> has <c>delete</c>: whole segments go by age and size.</summary>
    public bool Deletes { get; init; } = true;

    /// <summary><c>cleanup.policy</c> has <c>compact</c>: of each key the latest record is kept.</summary>
    public bool Compacts { get; init; }

    /// <summary><c>retention.ms</c>: -1 keeps for ever.</summary>
    public long RetentionMs { get; init; } = -1;

    /// <summary><c>retention.bytes</c>, of each partition: -1 has no limit.</summary>
    public long RetentionBytes { get; init; } = -1;

    /// <summary><c>delete.retention.ms</c>: how long a tombstone is seen after compaction has met it.</summary>
    public long DeleteRetentionMs { get; init; } = 24 * 60 * 60 * 1000;

    /// <summary><c>min.compaction.lag.ms</c>: younger records are not compacted.</summary>
    public long MinCompactionLagMs { get; init; }

    /// <summary><c>min.cleanable.dirty.ratio</c>: the share of not yet compacted bytes from which compaction begins.</summary>
    public double MinCleanableRatio { get; init; } = 0.5;

    /// <summary><c>message.timestamp.type</c> is <c>LogAppendTime</c>: the broker's clock counts, not the producer's.</summary>
    public bool UsesAppendTime { get; init; }

    /// <summary><c>message.timestamp.before.max.ms</c>: how far a producer's timestamp may lie before the broker's.</summary>
    public long MaxTimestampBeforeMs { get; init; } = long.MaxValue;

    /// <summary><c>message.timestamp.after.max.ms</c>: how far a producer's timestamp may lie after the broker's.</summary>
    public long MaxTimestampAfterMs { get; init; } = long.MaxValue;

    /// <summary><c>compression.type</c>, as the codec in a batch's attributes; null is <c>producer</c>: a batch is kept as it came.</summary>
    public int? Codec { get; init; }

    /// <summary>How many bytes of log recovery may have to read again after a crash of the process.</summary>
    public int SnapshotBytes { get; init; } = 32 * 1024 * 1024;
}
