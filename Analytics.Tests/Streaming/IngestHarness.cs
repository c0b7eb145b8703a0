using System.Diagnostics.Metrics;
using System.Text.Json;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Pipelines;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using Analytics.ServiceDefaults.Faults;
using Analytics.ServiceDefaults.Kafka;
using Analytics.Streaming.Contracts;
using Analytics.Streaming.Ingest;
using Analytics.Streaming.LateEvents;
using Analytics.Streaming.Source;
using Analytics.Streaming.Status;
using Analytics.Streaming.Telemetry;
using DuckDB.NET.Data;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Analytics.Tests.Streaming;

/// <summary>Ingest over a log in memory into a lake in a temporary folder.</summary>
internal sealed class IngestHarness : IDisposable
{
    private readonly ServiceProvider _services = new ServiceCollection().AddMetrics().BuildServiceProvider();
    private readonly StreamingMetrics _metrics;
    private readonly KafkaMetrics _kafkaMetrics;

    public IngestHarness()
        : this(root => PipelineLoader.Load(WritePipeline(root)))
    {
    }

    public IngestHarness(Func<string, PipelineDefinition> pipeline)
    {
        Status = new EngineStatus(TimeProvider.System);
        _metrics = new StreamingMetrics(Meters, Status);
        _kafkaMetrics = new KafkaMetrics(Meters);
        var definition = pipeline(Root);
        Settings = new IngestSettings
        {
            Pipeline = definition,
            Lake = new LakeLayout(Path.Combine(Root, "data"), definition.Name),
            BatchTime = TimeSpan.Zero,
            IdleTimeout = TimeSpan.FromHours(1),
            SessionInterval = TimeSpan.Zero,
            WindowInterval = TimeSpan.Zero,
        };
    }

    private static string WritePipeline(string root)
    {
        var folder = Path.Combine(root, "pipeline");
        Directory.CreateDirectory(Path.Combine(folder, "schemas"));
        File.WriteAllText(Path.Combine(folder, "pipeline.yaml"), """
            name: test
            source:
              topic: events
              partitions: 3
              format: json
              subject: events-value
              id: id
              time: at
              watermark: 10 seconds
            tables:
              - name: per_minute
                window: { tumbling: 1 minute }
                group_by: [kind]
                measures: { events: count(), total: sum(amount) }
              - name: sliding
                window: { sliding: 2 minutes, every: 30 seconds }
                group_by: [kind]
                measures: { events: count() }
              - name: visits
                window: { session: 2 seconds, max_length: 30 seconds }
                group_by: [kind]
                measures: { events: count(), total: sum(amount) }
            """);
        File.WriteAllText(Path.Combine(folder, "schemas", "event.v1.json"), """
            {
              "$schema": "https://json-schema.org/draft/2020-12/schema",
              "type": "object",
              "required": ["id", "at", "kind"],
              "properties": {
                "id": { "type": "string" },
                "at": { "type": "string", "format": "date-time" },
                "kind": { "type": "string" },
                "amount": { "type": ["integer", "null"] }
              }
            }
            """);
        return folder;
    }

    public IMeterFactory Meters => _services.GetRequiredService<IMeterFactory>();

    public string Root { get; } = Directory.CreateTempSubdirectory("analytics-streaming").FullName;

    /// <summary>Clients of a broker, as the services get them.</summary>
    public KafkaClients Kafka(string bootstrapServers) => new(
        KafkaSettings.From(new ConfigurationBuilder().AddInMemoryCollection([new("ConnectionStrings:kafka", bootstrapServers)]).Build()), NullLoggerFactory.Instance, _kafkaMetrics);

    public IngestSettings Settings { get; private set; }

    public EngineStatus Status { get; }

    public StreamingMetrics Metrics => _metrics;

    public FoldInRequests FoldIns { get; } = new();

    public DeltaTable Events => new(Settings.Lake.Staging(LakeLayout.Events));

    /// <summary>No batch gets more records than this, however long the writing of the one before takes.</summary>
    public int BatchRecords
    {
        set => Settings = Settings with { BatchRecords = value };
    }

    /// <summary>Fixed windows of more events are computed in pieces.</summary>
    public long WindowRows
    {
        set => Settings = Settings with { WindowRows = value };
    }

    public long DedupBytes
    {
        set => Settings = Settings with { DedupBytes = value };
    }

    public int MaxValueBytes
    {
        set => Settings = Settings with { MaxValueBytes = value };
    }

    public TimeSpan IdleTimeout
    {
        set => Settings = Settings with { IdleTimeout = value };
    }

    public TimeSpan SessionInterval
    {
        set => Settings = Settings with { SessionInterval = value };
    }

    /// <summary>Runs ingest, over and over when it fails, until the end of the log is committed.</summary>
    /// <returns>The number of failures.</returns>
    public Task<int> RunToEndAsync(IReadOnlyList<List<MemoryRecord>> log, Func<int> cut, Action<string>? fault = null) =>
        RunToEndAsync(() => new MemoryRecordSource(log, cut), () => new PlainContracts(Settings), fault);

    public async Task<int> RunToEndAsync(Func<IRecordSource> open, Func<IEventContracts> contracts, Action<string>? fault = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(60));
        for (var failures = 0; ; failures++)
        {
            var endOfInput = new EndOfInputRequest();
            endOfInput.Post();
            using var source = open();
            using var stop = CancellationTokenSource.CreateLinkedTokenSource(patience.Token);
            var faults = new FaultPoints(fault);
            var engine = new IngestEngine(Settings, source, contracts, endOfInput, Status, _metrics, faults, NullLogger.Instance, TimeProvider.System) { FoldIns = FoldIns };
            var running = engine.RunAsync(stop.Token);
            while (!running.IsCompleted && LastCommit() is not { EndOfInput: true })
            {
                await Task.WhenAny(running, Task.Delay(5, patience.Token));
            }

            if (LastCommit() is { EndOfInput: true })
            {
                await stop.CancelAsync();
                await running.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                return failures;
            }

            patience.Token.ThrowIfCancellationRequested();
        }
    }

    /// <summary>One life of ingest, until it fails; half a minute at most.</summary>
    /// <returns>Why.</returns>
    public async Task<Exception> RunOnceAsync(Func<IRecordSource> open, TopicWatch? topic = null)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(TestContext.Current.CancellationToken);
        patience.CancelAfter(TimeSpan.FromSeconds(30));
        using var source = open();
        var engine = new IngestEngine(
            Settings, source, () => new PlainContracts(Settings), new EndOfInputRequest(), Status, _metrics, new FaultPoints(null), NullLogger.Instance, TimeProvider.System)
        {
            Topic = topic,
        };
        return await Record.ExceptionAsync(() => engine.RunAsync(patience.Token)) ?? throw new InvalidOperationException("Ingest ended.");
    }

    public IngestCommit? LastCommit()
    {
        var snapshot = Events.Load();
        return snapshot is null
            ? null
            : Events.FindLatestCommit(snapshot.Version, IngestCommit.Key)!.CommitInfo.GetProperty(IngestCommit.Key).Deserialize(CommitJson.Default.IngestCommit);
    }

    public List<IngestCommit> Commits()
    {
        var commits = new List<IngestCommit>();
        for (long version = 0; Events.ReadCommit(version) is { } commit; version++)
        {
            commits.Add(commit.CommitInfo.GetProperty(IngestCommit.Key).Deserialize(CommitJson.Default.IngestCommit)!);
        }

        return commits;
    }

    /// <summary>The time range of a commit that folded late events in; null for any other.</summary>
    public FoldedRange? FoldedIn(long version) => Events.ReadCommit(version)!.CommitInfo.TryGetProperty(FoldInCommit.Key, out var record)
        ? record.Deserialize(CommitJson.Default.FoldInCommit)!.Decided[^1]
        : null;

    /// <summary>The accepted events as <c>partition/offset</c>, in order, repeats included.</summary>
    public List<string> Accepted()
    {
        var snapshot = Events.Load()!;
        return Query($"SELECT _partition || '/' || _offset FROM {LakeSql.Scan(Events.Directory, snapshot.Files, snapshot.Schema)} ORDER BY _partition, _offset");
    }

    /// <summary>The side records of all commits as <c>reason partition/offset</c>, in order.</summary>
    public List<string> Side()
    {
        var files = Commits().SelectMany(commit => commit.DeadLetterFiles.Concat(commit.LateFiles)).Select(file => LakeSql.Literal(Path.Combine(Settings.Lake.Root, file))).ToList();
        return files.Count == 0
            ? []
            : Query($"""SELECT reason || ' ' || "partition" || '/' || "offset" FROM read_parquet([{string.Join(", ", files)}]) ORDER BY "partition", "offset" """);
    }

    public static List<string> Query(string sql)
    {
        using var connection = new DuckDBConnection("DataSource=:memory:");
        connection.Open();
        using var command = connection.CreateCommand();
        command.CommandText = sql;
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(string.Join("|", Enumerable.Range(0, reader.FieldCount).Select(i => Convert.ToString(reader.GetValue(i), System.Globalization.CultureInfo.InvariantCulture))));
        }

        return rows;
    }

    public void Dispose()
    {
        _metrics.Dispose();
        _kafkaMetrics.Dispose();
        _services.Dispose();
        Directory.Delete(Root, recursive: true);
    }
}
