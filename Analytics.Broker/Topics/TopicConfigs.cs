using System.Globalization;
using Analytics.Broker.Log;

namespace Analytics.Broker.Topics;

/// <summary>The configs of a topic that this broker knows, with Kafka's names; those that it acts upon are in <see cref="ToLogOptions"/>.</summary>
internal static class TopicConfigs
{
    public const sbyte BooleanType = 1;
    public const sbyte StringType = 2;
    public const sbyte IntType = 3;
    public const sbyte LongType = 5;
    public const sbyte ListType = 7;

    private const string SegmentBytes = "segment.bytes";
    private const string MaxMessageBytes = "max.message.bytes";
    private const string FlushMessages = "flush.messages";
    private const string IndexIntervalBytes = "index.interval.bytes";

    /// <summary>Name, type and default of each config.</summary>
    public static IReadOnlyList<(string Name, sbyte Type, string Default)> Known { get; } =
    [
        ("cleanup.policy", ListType, "delete"),
        ("compression.type", StringType, "producer"),
        (FlushMessages, LongType, "9223372036854775807"),
        (IndexIntervalBytes, IntType, "4096"),
        (MaxMessageBytes, IntType, "1048588"),
        ("message.timestamp.type", StringType, "CreateTime"),
        ("min.insync.replicas", IntType, "1"),
        ("retention.bytes", LongType, "-1"),
        ("retention.ms", LongType, "-1"),
        (SegmentBytes, IntType, "268435456"),
    ];

    /// <summary>What is wrong with the configs of a new topic, or null. Configs that clients set and this broker has no use for are accepted.</summary>
    public static string? Validate(IReadOnlyDictionary<string, string> configs)
    {
        foreach (var (name, value) in configs)
        {
            var type = Known.FirstOrDefault(known => known.Name == name).Type;
            if (type is IntType or LongType && !long.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out _))
            {
                return $"{name} must be a number, not '{value}'";
            }
        }

        return Number(configs, SegmentBytes, 1024) is < 1024 or > int.MaxValue ? $"{SegmentBytes} must be from 1024 to {int.MaxValue}"
            : Number(configs, MaxMessageBytes, 0) is < 0 or > int.MaxValue ? $"{MaxMessageBytes} must be from 0 to {int.MaxValue}"
            : Number(configs, FlushMessages, 1) < 1 ? $"{FlushMessages} must be at least 1"
            : Number(configs, IndexIntervalBytes, 0) is < 0 or > int.MaxValue ? $"{IndexIntervalBytes} must be from 0 to {int.MaxValue}"
            : null;
    }

    public static LogOptions ToLogOptions(IReadOnlyDictionary<string, string> configs, LogOptions defaults) => defaults with
    {
        SegmentBytes = (int)Number(configs, SegmentBytes, defaults.SegmentBytes),
        MaxMessageBytes = (int)Number(configs, MaxMessageBytes, defaults.MaxMessageBytes),
        FlushMessages = Number(configs, FlushMessages, defaults.FlushMessages),
        IndexIntervalBytes = (int)Number(configs, IndexIntervalBytes, defaults.IndexIntervalBytes),
    };

    private static long Number(IReadOnlyDictionary<string, string> configs, string name, long otherwise) =>
        configs.TryGetValue(name, out var value) ? long.Parse(value, CultureInfo.InvariantCulture) : otherwise;
}
