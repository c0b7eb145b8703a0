using System.Globalization;
using Analytics.Broker.Log;
using Analytics.Broker.Log.Compression;

namespace Analytics.Broker.Topics;

/// <summary>
/// The configs of a topic, all that Apache Kafka 4.2 knows. This broker acts upon those in <see cref="ToLogOptions"/>; the others are kept and shown,
/// since clients set them, but have no effect on a single node.
/// </summary>
internal static class TopicConfigs
{
    private static readonly LogOptions Defaults = LogOptions.Default;

    private static readonly TopicConfig SegmentBytes = TopicConfig.Int("segment.bytes", Defaults.SegmentBytes, 1024);
    private static readonly TopicConfig SegmentMs = TopicConfig.Long("segment.ms", Defaults.SegmentMs, 1);
    private static readonly TopicConfig MaxMessageBytes = TopicConfig.Int("max.message.bytes", Defaults.MaxMessageBytes, 0);
    private static readonly TopicConfig FlushMessages = TopicConfig.Long("flush.messages", Defaults.FlushMessages, 1);
    private static readonly TopicConfig IndexIntervalBytes = TopicConfig.Int("index.interval.bytes", Defaults.IndexIntervalBytes, 0);
    private static readonly TopicConfig CleanupPolicy = TopicConfig.ListOf("cleanup.policy", "delete", "compact");
    private static readonly TopicConfig RetentionMs = TopicConfig.Long("retention.ms", Defaults.RetentionMs, -1);
    private static readonly TopicConfig RetentionBytes = TopicConfig.Long("retention.bytes", Defaults.RetentionBytes, -1);
    private static readonly TopicConfig DeleteRetentionMs = TopicConfig.Long("delete.retention.ms", Defaults.DeleteRetentionMs, 0);
    private static readonly TopicConfig MinCompactionLagMs = TopicConfig.Long("min.compaction.lag.ms", Defaults.MinCompactionLagMs, 0);
    private static readonly TopicConfig MinCleanableRatio = TopicConfig.Ratio("min.cleanable.dirty.ratio", "0.5");
    private static readonly TopicConfig TimestampType = TopicConfig.OneOf("message.timestamp.type", TopicConfig.StringType, "CreateTime", "LogAppendTime");
    private static readonly TopicConfig TimestampBefore = TopicConfig.Long("message.timestamp.before.max.ms", Defaults.MaxTimestampBeforeMs, 0);
    private static readonly TopicConfig TimestampAfter = TopicConfig.Long("message.timestamp.after.max.ms", Defaults.MaxTimestampAfterMs, 0);

    private static readonly TopicConfig CompressionType = TopicConfig.OneOf(
        "compression.type", TopicConfig.StringType, "producer", "uncompressed", "gzip", "snappy", "lz4", "zstd");

    public static IReadOnlyList<TopicConfig> Known { get; } =
    [
        CleanupPolicy,
        TopicConfig.Int("compression.gzip.level", -1, -1),
        TopicConfig.Int("compression.lz4.level", 9, 1),

        CompressionType,
        TopicConfig.Int("compression.zstd.level", 3, -131072),
        DeleteRetentionMs,
        TopicConfig.Long("file.delete.delay.ms", 0, 0),
        FlushMessages,
        TopicConfig.Long("flush.ms", long.MaxValue, 0),
        TopicConfig.Text("follower.replication.throttled.replicas"),
        IndexIntervalBytes,
        TopicConfig.Text("leader.replication.throttled.replicas"),
        TopicConfig.Long("local.retention.bytes", -2, -2),
        TopicConfig.Long("local.retention.ms", -2, -2),
        TopicConfig.Long("max.compaction.lag.ms", long.MaxValue, 1),
        MaxMessageBytes,
        TimestampAfter,
        TimestampBefore,
        TimestampType,
        MinCleanableRatio,
        MinCompactionLagMs,
        TopicConfig.Int("min.insync.replicas", 1, 1),
        TopicConfig.Boolean("preallocate"),
        TopicConfig.Boolean("remote.log.copy.disable"),
        TopicConfig.Boolean("remote.log.delete.on.disable"),
        TopicConfig.OneOf("remote.storage.enable", TopicConfig.BooleanType, "false"),
        RetentionBytes,
        RetentionMs,
        SegmentBytes,
        TopicConfig.Int("segment.index.bytes", 10 * 1024 * 1024, 4),
        TopicConfig.Long("segment.jitter.ms", 0, 0),
        SegmentMs,
        TopicConfig.Boolean("unclean.leader.election.enable"),
    ];

    /// <summary>What is wrong with the configs of a topic, or null.</summary>
    public static string? Validate(IReadOnlyDictionary<string, string> configs)
    {
        foreach (var (name, value) in configs)
        {
            if (Known.FirstOrDefault(known => known.Name == name) is not { } known)
            {
                return $"there is no topic config '{name}'";
            }

            if (known.Problem(value) is { } problem)
            {
                return problem;
            }
        }

        return null;
    }

    /// <param name="configs">Valid configs.</param>
    /// <param name="defaults">What holds where they say nothing.</param>
    public static LogOptions ToLogOptions(IReadOnlyDictionary<string, string> configs, LogOptions defaults)
    {
        var policy = configs.TryGetValue(CleanupPolicy.Name, out var list) ? TopicConfig.Split(list) : null;
        return defaults with
        {
            SegmentBytes = (int)Number(configs, SegmentBytes, defaults.SegmentBytes),
            SegmentMs = Number(configs, SegmentMs, defaults.SegmentMs),
            MaxMessageBytes = (int)Number(configs, MaxMessageBytes, defaults.MaxMessageBytes),
            FlushMessages = Number(configs, FlushMessages, defaults.FlushMessages),
            IndexIntervalBytes = (int)Number(configs, IndexIntervalBytes, defaults.IndexIntervalBytes),
            Deletes = policy?.Contains("delete") ?? defaults.Deletes,
            Compacts = policy?.Contains("compact") ?? defaults.Compacts,
            RetentionMs = Number(configs, RetentionMs, defaults.RetentionMs),
            RetentionBytes = Number(configs, RetentionBytes, defaults.RetentionBytes),
            DeleteRetentionMs = Number(configs, DeleteRetentionMs, defaults.DeleteRetentionMs),
            MinCompactionLagMs = Number(configs, MinCompactionLagMs, defaults.MinCompactionLagMs),
            MinCleanableRatio = configs.TryGetValue(MinCleanableRatio.Name, out var ratio) ? double.Parse(ratio, CultureInfo.InvariantCulture) : defaults.MinCleanableRatio,
            UsesAppendTime = configs.TryGetValue(TimestampType.Name, out var type) ? type == "LogAppendTime" : defaults.UsesAppendTime,
            Codec = configs.TryGetValue(CompressionType.Name, out var codec) ? CodecOf(codec) : defaults.Codec,
            MaxTimestampBeforeMs = Number(configs, TimestampBefore, defaults.MaxTimestampBeforeMs),
            MaxTimestampAfterMs = Number(configs, TimestampAfter, defaults.MaxTimestampAfterMs),
        };
    }

    private static int? CodecOf(string compressionType) => compressionType switch
    {
        "producer" => null,
        "uncompressed" => RecordCompression.None,
        "gzip" => RecordCompression.Gzip,
        "snappy" => RecordCompression.Snappy,
        "lz4" => RecordCompression.Lz4,
        _ => RecordCompression.Zstd,
    };

    private static long Number(IReadOnlyDictionary<string, string> configs, TopicConfig config, long otherwise) =>
        configs.TryGetValue(config.Name, out var value) ? long.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
