using Analytics.Contracts.Registry;
using Analytics.Lake.Log;
using Analytics.Lake.Maintenance;
using Analytics.ServiceDefaults.Faults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Publishing;
using Analytics.Streaming.Source;
using Analytics.Streaming.Spark;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;
using Analytics.Streaming.Windows;

namespace Analytics.Streaming.Ingest;

/// <summary>The service's work under supervision: ingest, the publishers of side records, windows, maintenance of its tables.</summary>
internal sealed class IngestService(
    IngestSettings settings,
    KafkaClients kafka,
    SchemaRegistryClient registry,
    EndOfInputRequest endOfInput,
    EngineStatus status,
    StreamingMetrics metrics,
    FaultPoints faults,
    WindowDatabase windows,
    EngineChoice engine,
    RebuildRequests rebuilds,
    FoldInRequests foldIns,
    LakeMaintenance tables,
    TimeProvider time,
    ILoggerFactory loggers,
    ExitCode exitCode,
    IHostApplicationLifetime lifetime) : BackgroundService
{
    private static readonly TimeSpan Gather = TimeSpan.FromSeconds(2);

    private readonly ILogger _logger = loggers.CreateLogger<IngestService>();

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.Yield();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(stoppingToken);
        try
        {
            tables.DeleteOrphans();
            await Task.WhenAll(
                RunAsync("ingest", engine.Spark is { } spark ? token => SparkAsync(spark, token) : IngestAsync, status.Enter, stop),
                RunAsync("dead letters", token => PublishAsync(BatchCommitter.DeadLetters, "dlq", token), Failed("dead letters"), stop),
                RunAsync("late events", token => PublishAsync(BatchCommitter.Late, "late", token), Failed("late events"), stop),
                RunAsync("windows", WindowsAsync, Failed("windows"), stop),
                RunAsync("lock", token => WriterLock.WatchAsync(settings.Lake.Root, time, token), Failed("lock"), stop),
                RunAsync("maintenance", token => Task.Run(() => tables.RunAsync(token), token), Failed("maintenance"), stop));
        }
        catch (ConcurrentWriterException exception)
        {
            status.Enter(EngineStates.Superseded, exception.Message);
            _logger.LogError("Another instance has taken over: {Message}", exception.Message);
            exitCode.Value = 1;
            lifetime.StopApplication();
            return;
        }

        status.Enter(EngineStates.Stopped);
    }

    /// <summary>A part that finds another instance at work ends them all: none of them may write on.</summary>
    private async Task RunAsync(string part, Func<CancellationToken, Task> run, Func<string, string, bool> enter, CancellationTokenSource stop)
    {
        try
        {
            await new Supervision(_logger, time).RunAsync(part, run, enter, stop.Token);
        }
        catch (ConcurrentWriterException)
        {
            await stop.CancelAsync();
            throw;
        }
    }

    /// <summary>Only ingest's state is the service's; of the others the newest failure is kept.</summary>
    private Func<string, string, bool> Failed(string part) => (state, detail) => status.NoteFailure(part, state, detail);

    private async Task IngestAsync(CancellationToken cancellationToken)
    {
        while (true)
        {
            using var catalog = new KafkaTopicCatalog(kafka.Admin(), settings.Pipeline.Source.Topic);
            using var source = await SourceAsync(catalog, cancellationToken);
            var engine = new IngestEngine(settings, source, Contracts, endOfInput, status, metrics, faults, _logger, time)
            {
                Topic = new TopicWatch(catalog, settings, time),
                FoldIns = foldIns,
            };
            await engine.RunAsync(cancellationToken);
            _logger.LogInformation("Topic {Topic} has more partitions than are read: starting again with all of them", settings.Pipeline.Source.Topic);
        }
    }

    private async Task SparkAsync(SparkSettings spark, CancellationToken cancellationToken)
    {
        using var database = new WindowDatabase(Path.Combine(settings.Lake.Root, ".tmp", "stage"), memoryMegabytes: 512, threads: 1);
        var schemas = new RegisteredSchemas(settings.Pipeline.Source, registry);
        while (true)
        {
            using var catalog = new KafkaTopicCatalog(kafka.Admin(), settings.Pipeline.Source.Topic);
            using var source = await SourceAsync(catalog, cancellationToken);
            var live = new SparkLive(settings, spark, kafka, status, _logger, time);
            var ingest = new SparkIngest(
                settings, spark, kafka.Settings, schemas, source, Contracts, new TopicWatch(catalog, settings, time), database, endOfInput, foldIns, live, status, metrics, faults, _logger, time);
            try
            {
                await ingest.RunAsync(cancellationToken);
            }
            catch (Exception error) when (!cancellationToken.IsCancellationRequested)
            {
                metrics.SparkRestarts(Supervision.StateOf(error));
                throw;
            }
        }
    }

    private async Task<KafkaRecordSource> SourceAsync(KafkaTopicCatalog catalog, CancellationToken cancellationToken)
    {
        var topic = await catalog.DescribeAsync(cancellationToken);
        return new KafkaRecordSource(settings.Pipeline.Source.Topic, ConsumerSettings.For(settings.Pipeline.Name, kafka.Settings, topic.Partitions));
    }

    private IEventContracts Contracts() => SourceContracts.Of(settings, registry, status, time);

    private async Task PublishAsync(string table, string suffix, CancellationToken cancellationToken)
    {
        using var topic = new KafkaSideTopic(kafka, _logger);
        var publisher = new SidePublisher(
            settings.Lake,
            new SideTable(table, $"{settings.Pipeline.Source.Topic}.{suffix}"),
            commit => table == BatchCommitter.DeadLetters ? commit.DeadLetterFiles : commit.LateFiles,
            topic,
            metrics,
            faults,
            time,
            Gather);
        await publisher.RunAsync(cancellationToken);
    }

    private Task WindowsAsync(CancellationToken cancellationToken) => Task.Run(
        async () =>
        {
            using var onSpark = engine.Spark is { } spark ? new SparkWindows(settings, spark) : null;
            onSpark?.DeleteLeftovers();
            var worker = new WindowWorker(settings, windows, status, metrics, faults, loggers.CreateLogger<WindowWorker>(), time, rebuilds)
            {
                Statements = (IWindowStatements?)onSpark ?? new DuckDbWindows(settings),
            };
            await worker.RunAsync(cancellationToken);
        },
        cancellationToken);
}
