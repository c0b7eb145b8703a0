using System.Globalization;
using System.Text.Json;
using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;

namespace Analytics.Streaming.Spark;

/// <summary>How Spark reaches the topic: the options of its Kafka source, from the settings of our own clients.</summary>
internal static class SparkKafka
{
    private static readonly Dictionary<string, string> JavaNames = new()
    {
        ["security.protocol"] = "security.protocol",
        ["sasl.mechanism"] = "sasl.mechanism",
        ["sasl.mechanisms"] = "sasl.mechanism",
        ["ssl.ca.location"] = "ssl.truststore.location",
    };

    public static Dictionary<string, string> Options(KafkaSettings kafka, string topic, IReadOnlyDictionary<int, long> first, long maxOffsets)
    {
        var options = new Dictionary<string, string>
        {
            ["kafka.bootstrap.servers"] = kafka.BootstrapServers,
            ["subscribe"] = topic,
            ["includeHeaders"] = "true",
            ["failOnDataLoss"] = "true",
            ["maxOffsetsPerTrigger"] = maxOffsets.ToString(CultureInfo.InvariantCulture),
            ["startingOffsets"] = JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, long>>
            {
                [topic] = first.ToDictionary(offset => offset.Key.ToString(CultureInfo.InvariantCulture), offset => offset.Value),
            }),
        };
        var own = kafka.Apply(new ConsumerConfig()).ToDictionary(setting => setting.Key, setting => setting.Value);
        foreach (var (name, java) in JavaNames)
        {
            if (own.TryGetValue(name, out var value))
            {
                options[$"kafka.{java}"] = value;
            }
        }

        if (options.TryGetValue("kafka.ssl.truststore.location", out _))
        {
            options["kafka.ssl.truststore.type"] = "PEM";
        }

        if (own.TryGetValue("sasl.username", out var user) && own.TryGetValue("sasl.password", out var password))
        {
            var module = own.GetValueOrDefault("sasl.mechanisms", own.GetValueOrDefault("sasl.mechanism", "PLAIN")).StartsWith("SCRAM", StringComparison.OrdinalIgnoreCase)
                ? "org.apache.kafka.common.security.scram.ScramLoginModule"
                : "org.apache.kafka.common.security.plain.PlainLoginModule";
            options["kafka.sasl.jaas.config"] = $"{module} required username={Quoted(user)} password={Quoted(password)};";
        }

        return options;
    }

    private static string Quoted(string text) => $"\"{text.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal)}\"";
}
