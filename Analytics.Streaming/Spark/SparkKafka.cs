using System.Globalization;
using System.Text.Json;
using Analytics.ServiceDefaults.Kafka;

namespace Analytics.Streaming.Spark;

/// <summary>How Spark reaches topics: the options of its Kafka source and sink, from the settings of our own clients.</summary>
internal static class SparkKafka
{
    /// <summary>The options of the source.</summary>
    public static Dictionary<string, string> Options(KafkaSettings kafka, string topic, IReadOnlyList<long> first, long maxOffsets)
    {
        var options = Cluster(kafka);
        options["subscribe"] = topic;
        options["includeHeaders"] = "true";
        options["failOnDataLoss"] = "true";
        options["kafka.isolation.level"] = "read_committed";
        options["maxOffsetsPerTrigger"] = maxOffsets.ToString(CultureInfo.InvariantCulture);
        options["startingOffsets"] = JsonSerializer.Serialize(new Dictionary<string, Dictionary<string, long>>
        {
            [topic] = first.Index().ToDictionary(offset => offset.Index.ToString(CultureInfo.InvariantCulture), offset => offset.Item),
        });
        return options;
    }

    /// <summary>The options of the sink.</summary>
    public static Dictionary<string, string> Sink(KafkaSettings kafka, string topic)
    {
        var options = Cluster(kafka);
        options["topic"] = topic;
        return options;
    }

    private static Dictionary<string, string> Cluster(KafkaSettings kafka)
    {
        var options = new Dictionary<string, string> { ["kafka.bootstrap.servers"] = kafka.BootstrapServers };
        foreach (var (name, value) in kafka.JavaOptions())
        {
            options[$"kafka.{name}"] = value;
        }

        return options;
    }
}
