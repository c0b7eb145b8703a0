using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Contracts.Suites;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.Quality.Quarantine;
using Analytics.Quality.Reports;
using Analytics.Quality.Runs;
using Analytics.Quality.Settlement;
using Analytics.Quality.Sql;
using Analytics.Quality.Staging;
using Analytics.ServiceDefaults.Faults;
using Microsoft.Extensions.Logging.Abstractions;
using Xunit;

namespace Analytics.Tests.Quality.Settlement;

/// <summary>A lake in a temporary folder with staged commits as Streaming makes them.</summary>
internal sealed class SettlementLake : IDisposable
{
    public const string Windows = "minutes";

    public static readonly LakeSchema EventSchema = new(
    [
        new LakeColumn("id", LakeType.String, Nullable: false),
        new LakeColumn("amount", LakeType.Long, Nullable: true),
        new LakeColumn("_partition", LakeType.Integer, Nullable: false),
        new LakeColumn("_offset", LakeType.Long, Nullable: false),
        new LakeColumn("_timestamp", LakeType.Timestamp, Nullable: false),
    ]);

    public static readonly LakeSchema WindowSchema = new(
    [
        new LakeColumn("window_start", LakeType.Timestamp, Nullable: false),
        new LakeColumn("window_end", LakeType.Timestamp, Nullable: false),
        new LakeColumn("events", LakeType.Long, Nullable: true),
    ]);

    private readonly TemporaryFolder _folder = new();
    private readonly QualityDatabase _database = new();
    private RunStore? _runs;
    private DeltaSnapshot? _events;
    private DeltaSnapshot? _windows;
    private long _batch;
    private long _accepted;

    public SettlementLake() => Layout = new LakeLayout(_folder.Path, "test");

    public LakeLayout Layout { get; }

    public string Folder => _folder.Path;

    public ExpectationSuite Suite(params string[] expectations) =>
        SuiteLoader.Load(_folder.Write($"suite-{Guid.NewGuid():N}.json", $$"""{"name":"s","expectations":[{{string.Join(",", expectations)}}]}"""));

    /// <summary>Stages one batch of events; null amounts are allowed, no amounts make an empty batch.</summary>
    public void StageEvents(long?[] amounts, bool endOfInput = false, string? traceParent = null)
    {
        var first = _batch * 1000;
        var rows = string.Join(", ", amounts.Select((amount, i) =>
            string.Create(CultureInfo.InvariantCulture, $"('e{first + i}', {amount?.ToString(CultureInfo.InvariantCulture) ?? "NULL"}, 0, {first + i}, make_timestamp({first + i}))")));
        var file = amounts.Length == 0 ? null : Write(LakeLayout.Events, $"SELECT * FROM (VALUES {rows}) AS t (id, amount, _partition, _offset, _timestamp)", EventSchema);
        _accepted += amounts.Length;
        var totals = new EventCounts(_accepted, _accepted, 0, 0, 0);
        var ingest = new IngestCommit
        {
            Batch = _batch,
            Topic = "t",
            Watermark = first,
            EndOfInput = endOfInput,
            Partitions = [new PartitionProgress(0, first, first + amounts.Length, first, Idle: false, totals)],
            Totals = totals,
            TraceParent = traceParent,
        };
        _events = Commit(LakeLayout.Events, _events, IngestCommit.AppId, _batch++, EventSchema, file, IngestCommit.Key, JsonSerializer.SerializeToNode(ingest, CommitJson.Default.IngestCommit));
    }

    /// <summary>Stages all rows of some minutes: each row is a window start in minutes and its number of events.</summary>
    public void StageWindows(long goldVersion, WindowRange[] minutes, params (long Start, long Events)[] windows)
    {
        var rows = string.Join(", ", windows.Select(row => $"(make_timestamp({Minute(row.Start)}), make_timestamp({Minute(row.Start + 1)}), {row.Events})"));
        var file = windows.Length == 0 ? null : Write(Windows, $"SELECT * FROM (VALUES {rows}) AS t (window_start, window_end, events)", WindowSchema);
        var commit = new WindowCommit
        {
            Table = Windows,
            GoldVersion = goldVersion,
            ClosedTo = Minute(minutes.Max(range => range.To)),
            Ranges = [.. minutes.Select(range => new WindowRange(Minute(range.From), Minute(range.To)))],
        };
        _windows = Commit(Windows, _windows, Windows, goldVersion, WindowSchema, file, WindowCommit.Key, JsonSerializer.SerializeToNode(commit, CommitJson.Default.WindowCommit));
    }

    public static long Minute(long minutes) => minutes * 60_000_000;

    public Settler Settler(ExpectationSuite suite, string table = LakeLayout.Events) => new(_database, Layout, table, suite);

    public Decider Decider(string table = LakeLayout.Events, FaultPoints? faults = null) => new(_database, Layout, table, Gold(table), faults ?? new FaultPoints(null));

    /// <summary>Decides with the state read from the log, as after a start.</summary>
    public DecisionOutcome Decide(QuarantineAction action, long batch, string table = LakeLayout.Events) =>
        Decider(table).Decide(new QuarantineDecision(action, batch), GateState.Load(Gold(table))).Outcome;

    public IReadOnlyList<QuarantinedBatch> Quarantined(string table = LakeLayout.Events) => new QuarantinedRows(_database, Layout, table).List(100);

    public DeltaTable Gold(string table = LakeLayout.Events) => new(Layout.Gold(table));

    public DeltaTable Quarantine(string table = LakeLayout.Events) => new(Layout.Quarantine(table));

    /// <summary>The stored results.</summary>
    public RunStore Runs => _runs ??= new RunStore(Layout);

    public ReportFiles ReportFiles(ReportSettings? settings = null, TimeProvider? time = null) => new(Layout, settings ?? new ReportSettings(), time ?? TimeProvider.System);

    /// <summary>The reports about stored runs.</summary>
    /// <param name="suite">The present suite of events.</param>
    public QualityPages Pages(ExpectationSuite? suite = null) =>
        new(Runs, new Dictionary<string, ExpectationSuite> { [LakeLayout.Events] = suite ?? ExpectationSuite.Empty(LakeLayout.Events) }, Layout);

    public ReportKeeper Reports(ExpectationSuite? suite = null, ReportSettings? settings = null, TimeProvider? time = null) =>
        new(Runs, Pages(suite), ReportFiles(settings, time), time ?? TimeProvider.System, NullLogger<ReportKeeper>.Instance);

    /// <summary>What is staged and not settled, as one run; null when there is nothing.</summary>
    public async Task<StagedRun?> PendingAsync(string table = LakeLayout.Events)
    {
        var staging = new DeltaTable(Layout.Staging(table));
        var next = GateState.Load(Gold(table)).NextStagingVersion;
        return staging.ReadCommit(next) is null
            ? null
            : await new StagingTail(staging, next, TimeProvider.System).ReadAsync(TestContext.Current.CancellationToken);
    }

    /// <summary>Settles all that is staged, with the state read from the log every time, as after a crash.</summary>
    public async Task SettleAllAsync(ExpectationSuite suite, string table = LakeLayout.Events)
    {
        while (await PendingAsync(table) is { } run)
        {
            SettleRun(Settler(suite, table), run, table);
        }
    }

    public AuditCommit LastAudit(string table = LakeLayout.Events) => GateState.Load(Gold(table)).Last!;

    /// <summary>The rows of a table as its log names them, each as text, in order.</summary>
    public IReadOnlyList<string> Rows(DeltaTable table, string columns)
    {
        var snapshot = table.Load();
        if (snapshot is null)
        {
            return [];
        }

        using var command = _database.Connection.CreateCommand();
        command.CommandText = $"SELECT concat_ws(' ', {columns}) AS r FROM {LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)} ORDER BY r";
        using var reader = command.ExecuteReader();
        var rows = new List<string>();
        while (reader.Read())
        {
            rows.Add(reader.GetString(0));
        }

        return rows;
    }

    public void Dispose()
    {
        _runs?.Dispose();
        _database.Dispose();
        _folder.Dispose();
    }

    private void SettleRun(Settler settler, StagedRun run, string table)
    {
        var state = GateState.Load(Gold(table));
        if (settler.Prepare(run, state, null) is { } prepared)
        {
            Gold(table).Commit(state.Gold, prepared.Transaction);
            new Analytics.Quality.Publication.QuarantineTable(Layout, table).Publish(prepared.Audit);
            return;
        }

        foreach (var single in run.Split())
        {
            SettleRun(settler, single, table);
        }
    }

    private DataFile Write(string table, string select, LakeSchema schema) => _database.WriteFile(select, schema, Layout.Staging(table), "staged")!;

    private DeltaSnapshot Commit(string table, DeltaSnapshot? basis, string appId, long version, LakeSchema schema, DataFile? file, string key, JsonNode? record) =>
        new DeltaTable(Layout.Staging(table)).Commit(basis, new DeltaTransaction
        {
            AppId = appId,
            TxnVersion = version,
            Operation = "STREAMING UPDATE",
            Schema = schema,
            Add = file is null ? [] : [file],
            CommitInfo = new JsonObject { [key] = record },
        });
}
