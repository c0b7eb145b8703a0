using System.Diagnostics;
using Analytics.ServiceDefaults.Kafka;
using Confluent.Kafka;

namespace Analytics.Producer.Sending;

/// <summary>Starts a trace for one event a second at most: enough to follow one from here to gold, and no cost for the others.</summary>
internal sealed class TraceSampler(TimeProvider time) : IDisposable
{
    public const string SourceName = "Analytics.Producer";

    private static readonly TimeSpan Interval = TimeSpan.FromSeconds(1);

    private readonly ActivitySource _source = new(SourceName);
    private long _last;

    /// <summary>Headers with the context of a new span; null for the events that are not traced.</summary>
    public Headers? Sample(string topic, int partition, out Activity? span)
    {
        span = null;
        if (!_source.HasListeners() || (_last != 0 && time.GetElapsedTime(_last) < Interval))
        {
            return null;
        }

        _last = time.GetTimestamp();
        span = _source.StartActivity($"send {topic}", ActivityKind.Producer);
        if (span is null)
        {
            return null;
        }

        span.SetTag(KafkaTags.System, KafkaTags.SystemKafka);
        span.SetTag(KafkaTags.Destination, topic);
        span.SetTag(KafkaTags.Partition, partition.ToString(System.Globalization.CultureInfo.InvariantCulture));
        span.SetTag(KafkaTags.OperationName, "send");
        span.SetTag(KafkaTags.OperationType, "send");
        var headers = new Headers();
        KafkaTraceContext.Inject(headers, span);
        return headers;
    }

    public void Dispose() => _source.Dispose();
}
