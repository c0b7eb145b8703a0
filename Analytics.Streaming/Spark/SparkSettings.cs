using Analytics.SparkConnect.Connection;

namespace Analytics.Streaming.Spark;

/// <summary>How the pipeline runs on Spark: <c>ConnectionStrings:spark</c>, and the section <c>Spark</c>.</summary>
internal sealed record SparkSettings
{
    public const string Section = "Spark";

    public required SparkConnectionString Connection { get; init; }

    /// <summary>A micro-batch takes at most this many records.</summary>
    public long MaxOffsetsPerTrigger { get; init; } = 500_000;

    /// <summary>A micro-batch begins at most this often.</summary>
    public TimeSpan Trigger { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>Parallel parts of the deduplication state. Fixed by the first start: the checkpoint keeps it.</summary>
    public int ShufflePartitions { get; init; } = 4;

    /// <summary>Whether open windows go to topics as well: a query for each table, which reads the source once more.</summary>
    public bool Live { get; init; }

    /// <summary>Settings of Spark's own for the session, such as <c>Spark:Conf:spark.sql.streaming.stateStore.rocksdb.memoryLimit…</c>; they win over ours.</summary>
    public IReadOnlyDictionary<string, string> Conf { get; init; } = new Dictionary<string, string>();

    /// <summary>The configuration of every session.</summary>
    public IReadOnlyDictionary<string, string> SessionConf
    {
        get
        {
            var conf = new Dictionary<string, string>
            {
                ["spark.sql.session.timeZone"] = "UTC",
                ["spark.sql.ansi.enabled"] = "true",
                ["spark.sql.parquet.outputTimestampType"] = "TIMESTAMP_MICROS",
                ["spark.sql.parquet.compression.codec"] = "snappy",
                ["spark.sql.shuffle.partitions"] = ShufflePartitions.ToString(System.Globalization.CultureInfo.InvariantCulture),
                ["spark.sql.streaming.stateStore.providerClass"] = "org.apache.spark.sql.execution.streaming.state.RocksDBStateStoreProvider",
                // A query left behind by a client that died is stopped by its successor.
                ["spark.sql.streaming.stopActiveRunOnRestart"] = "true",
                ["spark.sql.sources.partitionColumnTypeInference.enabled"] = "false",
            };
            foreach (var (key, value) in Conf)
            {
                conf[key] = value;
            }

            return conf;
        }
    }

    /// <summary>The settings, when the engine is Spark; null when it is the embedded one.</summary>
    /// <exception cref="FormatException">The connection string is none.</exception>
    /// <exception cref="ArgumentException">A setting makes no sense.</exception>
    public static SparkSettings? From(IConfiguration configuration)
    {
        switch (configuration["Platform:Engine"])
        {
            case null or "" or "embedded":
                return null;
            case "spark":
                break;
            case var other:
                throw new ArgumentException($"Platform:Engine is {other}: use embedded or spark.");
        }

        var connection = configuration.GetConnectionString("spark") ?? throw new ArgumentException("Platform:Engine is spark, but ConnectionStrings:spark is not set: give it sc://host:15002.");
        var section = configuration.GetSection(Section);
        var settings = new SparkSettings { Connection = SparkConnectionString.Parse(connection) };
        try
        {
            settings = settings with
            {
                MaxOffsetsPerTrigger = section.GetValue(nameof(MaxOffsetsPerTrigger), settings.MaxOffsetsPerTrigger),
                Trigger = section.GetValue(nameof(Trigger), settings.Trigger),
                ShufflePartitions = section.GetValue(nameof(ShufflePartitions), settings.ShufflePartitions),
                Live = section.GetValue(nameof(Live), settings.Live),
                Conf = section.GetSection(nameof(Conf)).GetChildren().Where(setting => setting.Value is not null).ToDictionary(setting => setting.Key, setting => setting.Value!),
            };
        }
        catch (InvalidOperationException error)
        {
            // The binder's word for a value of the wrong type; it names the key.
            throw new ArgumentException(error.Message, error);
        }

        return settings is { MaxOffsetsPerTrigger: > 0, ShufflePartitions: > 0 } && settings.Trigger >= TimeSpan.Zero
            ? settings
            : throw new ArgumentException("Spark:MaxOffsetsPerTrigger and Spark:ShufflePartitions must be at least 1, Spark:Trigger not negative.");
    }
}
