using System.Diagnostics;
using System.Diagnostics.Metrics;
using Analytics.Quality.Publication;
using Analytics.Quality.Settlement;
using Analytics.Quality.Telemetry;
using Analytics.ServiceDefaults.Faults;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Diagnostics.HealthChecks;
using Microsoft.Extensions.Logging.Abstractions;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Quality.Settlement;

public sealed class GateTests : IDisposable
{
    private const string Amount = """{"type":"expect_column_values_to_be_between","kwargs":{"column":"amount","min_value":0}}""";
    private const string Warning = """{"type":"expect_column_values_to_not_be_null","kwargs":{"column":"amount"},"severity":"warning"}""";

    private readonly SettlementLake _lake = new();
    private readonly GateBoard _board = new();
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly QualityTelemetry _telemetry;

    public GateTests() => _telemetry = new QualityTelemetry(_services.GetRequiredService<IMeterFactory>(), TimeProvider.System, _board);

    public void Dispose()
    {
        _telemetry.Dispose();
        _services.Dispose();
        _lake.Dispose();
    }

    [Fact]
    public async Task Run_StagedBatches_SettlesAndPublishes()
    {
        const string parent = "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01";
        using var listener = new ActivityListener
        {
            ShouldListenTo = source => source.Name == QualityTelemetry.Name,
            Sample = (ref _) => ActivitySamplingResult.AllDataAndRecorded,
        };
        ActivitySource.AddActivityListener(listener);
        _lake.StageEvents([1, -2, null], traceParent: parent);

        var topic = new RecordedTopic();
        using var publisher = Publisher(topic);
        await RunGateAsync(Amount + "," + Warning, publisher, gate => gate.PublishedVersion == 0);
        await publisher.PublishAsync("events", 0, TestContext.Current.CancellationToken);
        await publisher.PublishAsync("events", 0, TestContext.Current.CancellationToken);

        var audit = _lake.LastAudit();
        audit.TraceParent.ShouldNotBeNull().ShouldContain("4bf92f3577b34da6a3ce929d0e0e4736");
        _lake.Rows(_lake.Gold(), "id").ShouldBe(["e0", "e2"]);
        _lake.Rows(_lake.Quarantine(), "id").ShouldBe(["e1"]);
        var message = topic.Published.ShouldHaveSingleItem();
        message["success"]!.GetValue<bool>().ShouldBeFalse();
        message["expectations"]![0]!["last_failure"]!["result"]!["partial_unexpected_list"]![0]!.GetValue<long>().ShouldBe(-2);
        var results = new Analytics.Lake.Log.DeltaTable(_lake.Layout.Ops(ResultsTable.Name));
        _lake.Rows(results, "expectation, type, severity, success, unexpected_count").ShouldBe(
            ["0 expect_column_values_to_be_between critical false 1", "1 expect_column_values_to_not_be_null warning false 1"]);
    }

    [Fact]
    public async Task Run_EverythingQuarantined_RaisesTheAlarm()
    {
        _lake.StageEvents([-1]);
        using var publisher = Publisher(new RecordedTopic());
        await RunGateAsync(Amount, publisher, gate => gate.PublishedVersion == 0);

        var health = await new GateHealthCheck(_board).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        health.Status.ShouldBe(HealthStatus.Degraded);
        health.Description.ShouldNotBeNull().ShouldContain("events since");
        Closed().ShouldBe(1);

        // Another process: the alarm is read from the log.
        var restarted = new GateBoard();
        using (var again = new Gate("events", _lake.Suite(Amount), _lake.Layout, restarted, _telemetry, TimeProvider.System, NullLogger<Gate>.Instance))
        {
            using var stop = new CancellationTokenSource();
            var running = again.RunAsync(0, stop.Token);
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (!restarted.Of("events").Closed)
            {
                await Task.Delay(10, timeout.Token);
            }

            await stop.CancelAsync();
            await Should.ThrowAsync<OperationCanceledException>(() => running);
        }

        restarted.Of("events").RefusedRows.ShouldBe(1);

        _lake.StageEvents([1]);
        await RunGateAsync(Amount, publisher, gate => gate.PublishedVersion == 1);
        (await new GateHealthCheck(_board).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken)).Status.ShouldBe(HealthStatus.Healthy);
        Closed().ShouldBe(0);
    }

    /// <summary>What the gauge says.</summary>
    private int Closed()
    {
        var value = -1;
        using var listener = new MeterListener { InstrumentPublished = (instrument, listening) => { if (instrument.Name == "quality.gate.closed" && instrument.Meter.Scope == _services.GetRequiredService<IMeterFactory>()) { listening.EnableMeasurementEvents(instrument); } } };
        listener.SetMeasurementEventCallback<int>((_, measurement, _, _) => value = measurement);
        listener.Start();
        listener.RecordObservableInstruments();
        return value;
    }

    [Fact]
    public async Task Run_DiedBeforeQuarantineWasPublished_PublishesItFirst()
    {
        _lake.StageEvents([1, -2]);
        var suite = _lake.Suite(Amount);
        var run = (await _lake.PendingAsync())!;
        _lake.Gold().Commit(null, _lake.Settler(suite).Prepare(run, GateState.Load(_lake.Gold()), null)!.Transaction);
        _lake.StageEvents([-3]);

        using var publisher = Publisher(new RecordedTopic());
        await RunGateAsync(Amount, publisher, gate => gate.PublishedVersion == 1);

        _lake.Rows(_lake.Quarantine(), "id").ShouldBe(["e1", "e1000"]);
    }

    [Fact]
    public async Task Publish_TopicUnreachable_IsTriedAgainWithoutLoss()
    {
        _lake.StageEvents([1]);
        await _lake.SettleAllAsync(_lake.Suite(Amount));
        var topic = new RecordedTopic { Failure = new IOException("no broker") };
        using var publisher = Publisher(topic);

        await publisher.PublishAsync("events", 0, TestContext.Current.CancellationToken);
        publisher.PublishedVersion("events").ShouldBe(-1);
        var late = await new GateHealthCheck(_board).CheckHealthAsync(new HealthCheckContext(), TestContext.Current.CancellationToken);
        (late.Status, late.Description).ShouldBe((HealthStatus.Degraded, "quality results are not published, which is tried again: no broker"));
        topic.Failure = null;
        await publisher.PublishAsync("events", 0, TestContext.Current.CancellationToken);

        publisher.PublishedVersion("events").ShouldBe(0);
        topic.Published.Count.ShouldBe(1);
        _board.PublicationFailure.ShouldBeNull();
    }

    private ResultsPublisher Publisher(IResultsTopic topic) =>
        new(_lake.Layout, topic, _lake.Reports(), _board, new FaultPoints(null), TimeProvider.System, NullLogger<ResultsPublisher>.Instance);

    private async Task RunGateAsync(string expectations, ResultsPublisher publisher, Func<Gate, bool> until)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        using var gate = new Gate("events", _lake.Suite(expectations), _lake.Layout, _board, _telemetry, TimeProvider.System, NullLogger<Gate>.Instance);
        var running = Task.Run(() => gate.RunAsync(publisher.PublishedVersion("events"), stop.Token), stop.Token);
        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (!until(gate))
        {
            running.IsCompleted.ShouldBeFalse();
            await Task.Delay(10, timeout.Token);
        }

        await stop.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => running);
    }
}
