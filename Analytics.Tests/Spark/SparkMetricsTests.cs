using System.Diagnostics.Metrics;
using Analytics.Streaming.Spark;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;
using Microsoft.Extensions.DependencyInjection;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Spark;

/// <summary>What a query says of its batches, as metrics.</summary>
public sealed class SparkMetricsTests : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly MeterListener _listener = new();
    private readonly Dictionary<string, double> _measured = [];

    public SparkMetricsTests()
    {
        var factory = _services.GetRequiredService<IMeterFactory>();
        _listener.InstrumentPublished = (instrument, listening) =>
        {
            if (instrument.Meter.Name == StreamingMetrics.Name && instrument.Meter.Scope == factory)
            {
                listening.EnableMeasurementEvents(instrument);
            }
        };
        _listener.SetMeasurementEventCallback<long>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, value, tags, _) => Measured(instrument, value, tags));
        _listener.Start();
    }

    public void Dispose()
    {
        _listener.Dispose();
        _services.Dispose();
    }

    [Fact]
    public void ABatchIsCountedOnce_HoweverOftenItIsSeen_AndStateIsWhatItIsNow()
    {
        using var metrics = new StreamingMetrics(_services.GetRequiredService<IMeterFactory>(), new EngineStatus(TimeProvider.System));
        var first = new SparkProgress { Run = "a", Batch = 7, Duration = TimeSpan.FromSeconds(2), StateRows = 350, StateBytes = 4_000, DroppedDuplicates = 7, DroppedLate = 3 };
        metrics.ObserveSpark(first);
        metrics.ObserveSpark(first);
        metrics.ObserveSpark(first with { Batch = 8, StateRows = 360, StateBytes = 4_100, DroppedDuplicates = 1, DroppedLate = 0 });

        // A batch that a new run has done again.
        metrics.ObserveSpark(first with { Run = "b", Batch = 8, StateRows = 340, StateBytes = 3_900, DroppedDuplicates = 2, DroppedLate = 1 });
        metrics.SparkRestarts("outdated_schemas");

        _measured.ShouldBe(
            new Dictionary<string, double>
            {
                ["analytics.spark.state.rows"] = 340,
                ["analytics.spark.state.size"] = 3_900,
                ["analytics.spark.batch.duration"] = 6,
                ["analytics.spark.dropped reason=late"] = 4,
                ["analytics.spark.dropped reason=duplicate"] = 10,
                ["analytics.spark.restarts reason=outdated_schemas"] = 1,
            },
            ignoreOrder: true);
    }

    private void Measured(Instrument instrument, double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
    {
        var name = tags.Length > 0 ? $"{instrument.Name} {tags[0].Key}={tags[0].Value}" : instrument.Name;
        _measured[name] = instrument is Gauge<long> ? value : _measured.GetValueOrDefault(name) + value;
    }
}
