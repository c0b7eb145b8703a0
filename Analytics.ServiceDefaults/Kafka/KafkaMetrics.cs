using System.Diagnostics.Metrics;
using System.Text.Json;

namespace Analytics.ServiceDefaults.Kafka;

/// <summary>
/// Client metrics out of librdkafka's statistics: OpenTelemetry's names where the conventions have one, <c>kafka.client.*</c> where they don't.
/// Source: librdkafka STATISTICS.md. Totals there are cumulative per client, so counters get the difference to the last report.
/// </summary>
public sealed class KafkaMetrics : IDisposable
{
    /// <summary>The meter's name.</summary>
    public const string MeterName = "Analytics.Kafka";

    private readonly Meter _meter;
    private readonly Counter<long> _sent;
    private readonly Counter<long> _consumed;
    private readonly Counter<long> _sentBytes;
    private readonly Counter<long> _receivedBytes;
    private readonly Gauge<long> _queued;
    private readonly Dictionary<string, KafkaStatistics> _last = new(StringComparer.Ordinal);
    private readonly Lock _lock = new();

    /// <summary>Creates the instruments.</summary>
    /// <param name="meters">The host's meters.</param>
    public KafkaMetrics(IMeterFactory meters)
    {
        ArgumentNullException.ThrowIfNull(meters);

        _meter = meters.Create(MeterName);
        _sent = _meter.CreateCounter<long>("messaging.client.sent.messages", "{message}", "Messages that producers sent.");
        _consumed = _meter.CreateCounter<long>("messaging.client.consumed.messages", "{message}", "Messages that consumers fetched.");
        _sentBytes = _meter.CreateCounter<long>("kafka.client.sent.bytes", "By", "Bytes sent to brokers.");
        _receivedBytes = _meter.CreateCounter<long>("kafka.client.received.bytes", "By", "Bytes received from brokers.");
        _queued = _meter.CreateGauge<long>("kafka.client.queued.messages", "{message}", "Messages in a producer's queue.");
    }

    /// <summary>Takes one report of a client.</summary>
    /// <param name="json">The statistics as librdkafka hands them out.</param>
    public void Record(string json)
    {
        var now = JsonSerializer.Deserialize(json, KafkaStatisticsJson.Default.KafkaStatistics);
        if (now?.Name is null)
        {
            return;
        }

        KafkaStatistics? before;
        lock (_lock)
        {
            _last.TryGetValue(now.Name, out before);
            _last[now.Name] = now;
        }

        KeyValuePair<string, object?>[] tags = [new(KafkaTags.System, KafkaTags.SystemKafka), new(KafkaTags.ClientId, now.Name)];
        _sent.Add(now.SentMessages - (before?.SentMessages ?? 0), tags);
        _consumed.Add(now.ReceivedMessages - (before?.ReceivedMessages ?? 0), tags);
        _sentBytes.Add(now.SentBytes - (before?.SentBytes ?? 0), tags);
        _receivedBytes.Add(now.ReceivedBytes - (before?.ReceivedBytes ?? 0), tags);
        _queued.Record(now.QueuedMessages, tags);
    }

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}
