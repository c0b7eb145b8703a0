using Confluent.Kafka;
using Microsoft.Extensions.Configuration;

namespace Analytics.ServiceDefaults.Kafka;

/// <summary>
/// How clients reach Kafka: <c>ConnectionStrings:kafka</c> is the bootstrap list, and every setting below the section <c>Kafka</c> is passed to librdkafka as it is,
/// so SASL and TLS need no code: <c>Kafka__security.protocol=SASL_SSL</c>, <c>Kafka__sasl.mechanisms=PLAIN</c>, ...
/// Names: librdkafka's CONFIGURATION.md. Shells that allow no dot in a name can write an underscore: <c>Kafka__security_protocol</c>.
/// </summary>
public sealed class KafkaSettings
{
    private readonly Dictionary<string, string> _common;

    private KafkaSettings(string bootstrapServers, Dictionary<string, string> common)
    {
        BootstrapServers = bootstrapServers;
        _common = common;
    }

    /// <summary>The bootstrap list, <c>host:port,host:port</c>.</summary>
    public string BootstrapServers { get; }

    /// <summary>Reads the settings.</summary>
    /// <param name="configuration">The service's configuration.</param>
    /// <returns>The settings; without a connection string the address is <c>localhost:9092</c>.</returns>
    public static KafkaSettings From(IConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);

        var common = new Dictionary<string, string>(StringComparer.Ordinal);
        foreach (var setting in configuration.GetSection("Kafka").GetChildren())
        {
            if (setting.Value is { } value)
            {
                common[setting.Key.Replace('_', '.').ToLowerInvariant()] = value;
            }
        }

        var connection = configuration.GetConnectionString("kafka");
        return new KafkaSettings(string.IsNullOrWhiteSpace(connection) ? "localhost:9092" : connection, common);
    }

    /// <summary>Adds address and common settings to a client's own; what the section <c>Kafka</c> says wins.</summary>
    /// <param name="config">The client's own settings.</param>
    /// <returns>The same object.</returns>
    public TConfig Apply<TConfig>(TConfig config)
        where TConfig : ClientConfig
    {
        ArgumentNullException.ThrowIfNull(config);

        config.BootstrapServers = BootstrapServers;
        foreach (var (name, value) in _common)
        {
            config.Set(name, value);
        }

        return config;
    }

    /// <summary>The security settings by the names of Kafka's Java client: <c>security.protocol</c>, <c>sasl.mechanism</c>, <c>sasl.jaas.config</c>, <c>ssl.*</c>. They hold secrets.</summary>
    /// <exception cref="InvalidOperationException">A setting has no counterpart there; the message names it.</exception>
    public IReadOnlyDictionary<string, string> JavaOptions() => KafkaJavaOptions.Of(_common);
}
