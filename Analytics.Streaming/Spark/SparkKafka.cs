using System.Globalization;
using System.Text.Json;
using Analytics.ServiceDefaults.Kafka;

namespace Analytics.Streaming.Spark;

/// <summary>How Spark reaches the topic: the options of its Kafka source, from the settings of our own clients.</summary>
internal static class SparkKafka
{
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
        foreach (var (name, value) in kafka.JavaOptions())
        {
            options[$"kafka.{name}"] = value;
        }

        return options;
    }
}
