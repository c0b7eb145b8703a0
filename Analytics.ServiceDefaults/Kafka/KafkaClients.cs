using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Analytics.ServiceDefaults.Kafka;

/// <summary>
/// Builds Kafka clients with the platform's settings, logs and metrics. The caller may change the builder (handlers) before it builds,
/// and disposes the client.
/// </summary>
/// <param name="settings">How to reach the cluster.</param>
/// <param name="loggers">Where librdkafka's log lines go, category <c>librdkafka</c>.</param>
/// <param name="metrics">Where librdkafka's statistics go.</param>
public sealed class KafkaClients(KafkaSettings settings, ILoggerFactory loggers, KafkaMetrics metrics)
{
    private const int StatisticsIntervalMs = 5_000;

    private readonly ILogger _logger = loggers.CreateLogger("librdkafka");

    /// <summary>How to reach the cluster.</summary>
    public KafkaSettings Settings => settings;

    /// <summary>A builder of producers of raw bytes.</summary>
    /// <param name="config">The producer's own settings.</param>
    /// <param name="isFenced">Whether being fenced by another producer is its ordinary end, and no news.</param>
    /// <returns>The builder.</returns>
    public ProducerBuilder<byte[], byte[]> Producer(ProducerConfig config, bool isFenced = false) =>
        new ProducerBuilder<byte[], byte[]>(WithDefaults(config))
            .SetLogHandler((_, line) => Log(line, isFenced))
            .SetErrorHandler((_, error) => Log(error, isFenced))
            .SetStatisticsHandler((_, json) => metrics.Record(json));

    /// <summary>A builder of consumers of raw bytes. A null key or value stays null.</summary>
    /// <param name="config">The consumer's own settings.</param>
    /// <returns>The builder.</returns>
    public ConsumerBuilder<byte[], byte[]> Consumer(ConsumerConfig config) =>
        new ConsumerBuilder<byte[], byte[]>(WithDefaults(config))
            .SetLogHandler((_, line) => Log(line))
            .SetErrorHandler((_, error) => Log(error))
            .SetStatisticsHandler((_, json) => metrics.Record(json));

    /// <summary>An administration client: topics, offsets, groups.</summary>
    /// <returns>The client.</returns>
    public IAdminClient Admin() =>
        new AdminClientBuilder(settings.Apply(new AdminClientConfig()))
            .SetLogHandler((_, line) => Log(line))
            .SetErrorHandler((_, error) => Log(error))
            .Build();

    private TConfig WithDefaults<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        config.StatisticsIntervalMs ??= StatisticsIntervalMs;
        return settings.Apply(config);
    }

    private void Log(LogMessage line, bool isFenced = false)
    {
        // A failed connection comes twice: as a line of this facility, and to the error handler, which says the same.
        if (line.Facility == "FAIL" || (isFenced && (line.Message.Contains("fenced by a newer", StringComparison.Ordinal) || line.Message.Contains("old epoch", StringComparison.Ordinal))))
        {
            return;
        }

        var level = (LogLevel)line.LevelAs(LogLevelType.MicrosoftExtensionsLogging);
        _logger.Log(level, "{Client} {Facility}: {Message}", line.Name, line.Facility, line.Message);
    }

    /// <summary>librdkafka heals everything but fatal errors itself, so the others are news, not failures.</summary>
    private void Log(Error error, bool isFenced = false)
    {
        if (!isFenced || error.Code != ErrorCode.Local_Fenced)
        {
            _logger.Log(error.IsFatal ? LogLevel.Error : LogLevel.Warning, "{Code}: {Reason}", error.Code, error.Reason);
        }
    }
}
