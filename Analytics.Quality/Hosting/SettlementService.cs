using Analytics.Contracts.Pipelines;
using Analytics.Contracts.Suites;
using Analytics.Lake.Layout;
using Analytics.Quality.Publication;
using Analytics.Quality.Settlement;
using Analytics.Quality.Telemetry;

namespace Analytics.Quality.Hosting;

/// <summary>Runs the gates of a pipeline's tables, and publishes what they find.</summary>
internal sealed partial class SettlementService(
    PipelineDefinition pipeline,
    IReadOnlyDictionary<string, ExpectationSuite> suites,
    LakeLayout layout,
    ResultsPublisher publisher,
    GateBoard board,
    QualityTelemetry telemetry,
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
        var gates = suites.Select(suite => new Gate(suite.Key, suite.Value, layout, board, telemetry, time, loggers.CreateLogger<Gate>())).ToArray();
        LogStarted(pipeline.Name, layout.Root, suites.Sum(suite => suite.Value.Expectations.Count), gates.Length);
        try
        {
            var running = gates.Select(gate => (published: publisher.PublishedVersion(gate.Table), gate))
                .Select(pair => Task.Run(() => pair.gate.RunAsync(pair.published, stoppingToken), stoppingToken))
                .Append(Task.Run(() => publisher.RunAsync(gates, stoppingToken), stoppingToken))
                .ToArray();

            // The first task to end has failed: gates run until they are stopped.
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
