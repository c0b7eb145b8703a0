using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.Quality.Publication;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Reports;
using Analytics.Quality.Settlement;
using Analytics.Quality.Telemetry;
using Analytics.ServiceDefaults.Faults;

namespace Analytics.Quality.Hosting;

/// <summary>Runs the gates of a pipeline's tables, publishes what they find, and keeps the tables small.</summary>
internal sealed partial class SettlementService(
    PipelineDefinition pipeline,
    IReadOnlyDictionary<string, ExpectationSuite> suites,
    LakeLayout layout,
    ResultsPublisher publisher,
    GateBoard board,
    DecisionDesk desk,
    QualityTelemetry telemetry,
    MaintenanceSettings maintenance,
    ReportSettings reports,
    FaultPoints faults,
    TimeProvider time,
    ILoggerFactory loggers,
    IHostApplicationLifetime lifetime,
    ServiceOutcome outcome) : BackgroundService
{
    private readonly ILogger _logger = loggers.CreateLogger<SettlementService>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // Off the host's start: opening logs and databases must not delay the health endpoint.
        await Task.Yield();
        var gates = suites.Select(suite => new Gate(suite.Key, suite.Value, layout, board, telemetry, time, loggers.CreateLogger<Gate>()) { Faults = faults, Requests = desk.Of(suite.Key) }).ToArray();
        LogStarted(pipeline.Name, layout.Root, suites.Sum(suite => suite.Value.Expectations.Count), gates.Length);
        using var tables = new LakeMaintenance(
            QualityTables.Of([.. suites.Keys], layout, reports.ResultsRetention, time), maintenance, Path.Combine(layout.Root, ".tmp", "quality-maintenance"), time, (table, error) => LogUnmaintained(table, error.Message), faults.Reach);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] running = [];
        try
        {
            tables.DeleteOrphans();
            var published = gates.ToDictionary(gate => gate, gate => publisher.PublishedVersion(gate.Table));
            running =
            [
                .. gates.Select(gate => Task.Run(() => gate.RunAsync(published[gate], stop.Token), stop.Token)),
                Task.Run(() => publisher.RunAsync(gates, stop.Token), stop.Token),
                Task.Run(() => WriterLock.WatchAsync(layout.Root, time, stop.Token), stop.Token),
                .. maintenance.Enabled ? [Task.Run(() => tables.RunAsync(stop.Token), stop.Token)] : Array.Empty<Task>(),
            ];

            // Gates run until they are stopped: the first task to end has failed.
            await await Task.WhenAny(running);
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // A clean stop: what is not settled yet waits in staging.
        }
        catch (Exception error)
        {
            LogStopped(error.Message);
            outcome.Fail();
            lifetime.StopApplication();
        }
        finally
        {
            // A settlement under way is finished: databases are closed under nobody.
            await stop.CancelAsync();
            await Task.WhenAll(running).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (var gate in gates)
            {
                gate.Dispose();
            }
        }
    }

    [LoggerMessage(LogLevel.Information, "Pipeline {Pipeline}: {Expectations} expectations at {Gates} gates, lake {Lake}")]
    private partial void LogStarted(string pipeline, string lake, int expectations, int gates);

    [LoggerMessage(LogLevel.Warning, "Maintenance of {Table} is tried again in a minute: {Message}")]
    private partial void LogUnmaintained(string table, string message);

    [LoggerMessage(LogLevel.Critical, "Settlement stops: {Message}")]
    private partial void LogStopped(string message);
}
