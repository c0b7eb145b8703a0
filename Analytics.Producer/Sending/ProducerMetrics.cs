using System.Diagnostics.Metrics;
using Analytics.Producer.Truth;
using Analytics.ServiceDefaults.Kafka;

namespace Analytics.Producer.Sending;

/// <summary>Counts of sent records by kind.</summary>
internal sealed class ProducerMetrics(IMeterFactory meters) : IDisposable
{
    public const string MeterName = "Analytics.Producer";

    private readonly Meter _meter = meters.Create(MeterName);

    /// <summary>Publishes a run's counts.</summary>
    public void Observe(string topic, GroundTruth truth) =>
        _meter.CreateObservableCounter(
            "analytics.producer.records",
            () => truth.ByKind().Select(kind => new Measurement<long>(kind.Value, [new(KafkaTags.Destination, topic), new("kind", kind.Key)])),
            "{record}",
            "Records sent, by what they are meant to be.");

    public void Dispose() => _meter.Dispose();
}
