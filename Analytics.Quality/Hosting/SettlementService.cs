using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Lake.Layout;
using Analytics.Quality.Publication;
using Analytics.Quality.Settlement;
using Analytics.Quality.Telemetry;
using Analytics.ServiceDefaults.Faults;

namespace Analytics.Quality.Hosting;

/// <summary>Runs the gates of a pipeline's tables, and publishes what they find.</summary>
internal sealed partial class SettlementService(
    PipelineDefinition pipeline,
    IReadOnlyDictionary<string, ExpectationSuite> suites,
    LakeLayout layout,
    ResultsPublisher publisher,
    GateBoard board,
    QualityTelemetry telemetry,
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
        var gates = suites.Select(suite => new Gate(suite.Key, suite.Value, layout, board, telemetry, time, loggers.CreateLogger<Gate>()) { Faults = faults }).ToArray();
        LogStarted(pipeline.Name, layout.Root, suites.Sum(suite => suite.Value.Expectations.Count), gates.Length);
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        Task[] running = [];
        try
        {
            var published = gates.ToDictionary(gate => gate, gate => publisher.PublishedVersion(gate.Table));
            running =
            [
                .. gates.Select(gate => Task.Run(() => gate.RunAsync(published[gate], stop.Token), stop.Token)),
                Task.Run(() => publisher.RunAsync(gates, stop.Token), stop.Token),
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

    [LoggerMessage(LogLevel.Critical, "Settlement stops: {Message}")]
    private partial void LogStopped(string message);
}
