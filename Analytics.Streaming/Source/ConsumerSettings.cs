using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;

namespace Analytics.Streaming.Source;

/// <summary>The consumer's own settings under the platform's. Positions come from the lake's log alone, so Kafka's are neither read nor reset.</summary>
internal static class ConsumerSettings
{
    // Of an answer, which is memory: what all partitions share as long as each gets its least.
    private const int AnswerBytes = 16 << 20;
    private const int MostAnswerBytes = 32 << 20;

    // A batch has up to 1 MB by Kafka's default. A larger one than is asked for comes only when its partition stands first in an answer.
    private const int MostBytes = 1 << 20;
    private const int FewestBytes = MostBytes / 2;

    /// <param name="pipeline">Names the group that offsets are committed to.</param>
    /// <param name="settings">The platform's.</param>
    /// <param name="partitions">How many partitions the topic has.</param>
    public static Dictionary<string, string> For(string pipeline, KafkaSettings settings, int partitions)
    {
        var config = settings.Apply(new ConsumerConfig
        {
            GroupId = $"analytics-{pipeline}",
            EnableAutoCommit = false,
            EnableAutoOffsetStore = false,
            AutoOffsetReset = AutoOffsetReset.Error,
            EnablePartitionEof = true,
            IsolationLevel = IsolationLevel.ReadCommitted,
            // Brokers hand out what their disk holds. Without this a changed byte would be an event like any other.
            CheckCrcs = true,
            FetchWaitMaxMs = 100,
            FetchQueueBackoffMs = 5,
            // What waits in the client is memory too: as much as one batch, so that the next one is fetched while this one is parsed.
            // An answer has to have room for every partition: librdkafka begins with the first one again after its queue was full, and the last would wait for the others' end.
            FetchMaxBytes = MostAnswerBytes,
            MaxPartitionFetchBytes = Math.Clamp(AnswerBytes / Math.Max(partitions, 1), FewestBytes, MostBytes),
            QueuedMaxMessagesKbytes = 32 << 10,
            ReconnectBackoffMaxMs = 1000,
        });
        config.Set("log_level", "2");
        return config.ToDictionary(setting => setting.Key, setting => setting.Value, StringComparer.Ordinal);
    }
}
