using System.Globalization;

namespace Analytics.Broker.Topics;

/// <summary>A config that topics have.</summary>
/// <param name="Name">As in Kafka's documentation of topic configs.</param>
/// <param name="Type">The type in DescribeConfigs answers (KIP-569).</param>
/// <param name="Default">Its value where it is not set.</param>
/// <param name="Problem">What is wrong with a value, or null.</param>
internal sealed record TopicConfig(string Name, sbyte Type, string Default, Func<string, string?> Problem)
{
    public const sbyte BooleanType = 1;
    public const sbyte StringType = 2;
    public const sbyte IntType = 3;
    public const sbyte LongType = 5;
    public const sbyte DoubleType = 6;
    public const sbyte ListType = 7;

    /// <summary>Those whose name for the whole broker is not just theirs with <c>log.</c> in front (Kafka's ServerTopicConfigSynonyms).</summary>
    private static readonly Dictionary<string, string> BrokerNames = new(StringComparer.Ordinal)
    {
        ["compression.gzip.level"] = "compression.gzip.level",
        ["compression.lz4.level"] = "compression.lz4.level",
        ["compression.type"] = "compression.type",
        ["compression.zstd.level"] = "compression.zstd.level",
        ["delete.retention.ms"] = "log.cleaner.delete.retention.ms",
        ["file.delete.delay.ms"] = "log.segment.delete.delay.ms",
        ["flush.messages"] = "log.flush.interval.messages",
        ["flush.ms"] = "log.flush.interval.ms",
        ["max.compaction.lag.ms"] = "log.cleaner.max.compaction.lag.ms",
        ["max.message.bytes"] = "message.max.bytes",
        ["min.cleanable.dirty.ratio"] = "log.cleaner.min.cleanable.ratio",
        ["min.compaction.lag.ms"] = "log.cleaner.min.compaction.lag.ms",
        ["min.insync.replicas"] = "min.insync.replicas",
        ["remote.log.copy.disable"] = "remote.log.copy.disable",
        ["remote.log.delete.on.disable"] = "remote.log.delete.on.disable",
        ["remote.storage.enable"] = "remote.storage.enable",
        ["segment.index.bytes"] = "log.index.size.max.bytes",
        ["segment.jitter.ms"] = "log.roll.jitter.ms",
        ["segment.ms"] = "log.roll.ms",
        ["unclean.leader.election.enable"] = "unclean.leader.election.enable",
    };

    /// <summary>What the config is called where it is set for all topics of a broker.</summary>
    public string BrokerName => BrokerNames.TryGetValue(Name, out var name) ? name : $"log.{Name}";

    public static TopicConfig Int(string name, int value, int min) => Number(name, IntType, value, min, int.MaxValue);

    public static TopicConfig Long(string name, long value, long min) => Number(name, LongType, value, min, long.MaxValue);

    public static TopicConfig Ratio(string name, string value) => new(name, DoubleType, value, given =>
        double.TryParse(given, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number is >= 0 and <= 1
            ? null
            : $"{name} must be a number from 0 to 1, not '{given}'");

    public static TopicConfig Boolean(string name) => OneOf(name, BooleanType, "false", "true");

    /// <param name="name">Its name.</param>
    /// <param name="type">Its type.</param>
    /// <param name="values">What it may be; the first is the default.</param>
    public static TopicConfig OneOf(string name, sbyte type, params string[] values) => new(name, type, values[0], given =>
        values.Contains(given, StringComparer.Ordinal) ? null : $"{name} must be one of {string.Join(", ", values)}, not '{given}'");

    /// <summary>A list, by commas, of some of the values.</summary>
    public static TopicConfig ListOf(string name, params string[] values) => new(name, ListType, values[0], given =>
        Split(given) is { Length: > 0 } parts && parts.All(part => values.Contains(part, StringComparer.Ordinal))
            ? null
            : $"{name} must be a list of {string.Join(", ", values)}, not '{given}'");

    public static TopicConfig Text(string name) => new(name, ListType, "", _ => null);

    public static string[] Split(string list) => list.Split(',', StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries);

    private static TopicConfig Number(string name, sbyte type, long value, long min, long max) =>
        new(name, type, value.ToString(CultureInfo.InvariantCulture), given =>
            !long.TryParse(given, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) ? $"{name} must be a number, not '{given}'"
            : number < min || number > max ? $"{name} must be from {min} to {max}, not {given}"
            : null);
}
