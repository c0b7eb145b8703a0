using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Lake.Files;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Schema;
using Analytics.Lake.Sql;
using Analytics.Streaming.Files;
using Analytics.Tests.Lake;

namespace Analytics.Tests.Api;

/// <summary>A small pipeline and its lake in a temporary folder, written through the same library as the services do.</summary>
internal sealed class TestLake : IDisposable
{
    public const long Start = 1_709_251_200_000_000; // 2024-03-01T00:00:00Z
    public const long Minute = 60_000_000;

    public static readonly LakeSchema EventSchema = new(
    [
        new("event_id", LakeType.String, Nullable: false),
        new("event_time", LakeType.Timestamp, Nullable: false),
        new("tenant", LakeType.String, Nullable: false),
        new("cents", LakeType.Long, Nullable: true),
        new("score", LakeType.Double, Nullable: true),
        new("_partition", LakeType.Integer, Nullable: false),
        new("_offset", LakeType.Long, Nullable: false),
        new("_timestamp", LakeType.Timestamp, Nullable: false),
    ]);

    public static readonly LakeSchema MetricsSchema = new(
    [
        new("window_start", LakeType.Timestamp, Nullable: false),
        new("window_end", LakeType.Timestamp, Nullable: false),
        new("tenant", LakeType.String, Nullable: true),
        new("events", LakeType.Long, Nullable: false),
    ]);

    private readonly TemporaryFolder _folder = new();
    private readonly Duck _duck = new();
    private int _files;

    public TestLake()
    {
        Layout = new LakeLayout(Data, "shop");
        Directory.CreateDirectory(Path.Combine(Pipeline, "schemas"));
        File.WriteAllText(Path.Combine(Pipeline, "pipeline.yaml"), """
            name: shop
            source:
              topic: orders
              partitions: 2
              id: event_id
              time: event_time
            tables:
              - name: metrics
                window: { tumbling: 1 minute }
                group_by: [tenant]
                measures: { events: count() }
            """);
        File.WriteAllText(Path.Combine(Pipeline, "schemas", "event.v1.json"), """
            {"type":"object","required":["event_id","event_time","tenant"],"properties":{
              "event_id":{"type":"string"},"event_time":{"type":"string","format":"date-time"},"tenant":{"type":"string"},
              "cents":{"type":"integer"},"score":{"type":"number"}}}
            """);
    }

    public LakeLayout Layout { get; }

    public string Data => _folder.At("data");

    public string Pipeline => _folder.At("shop");

    /// <summary>Rows of events number <paramref name="from"/> up to <paramref name="to"/>: one a second, tenants a, b and c, every tenth without cents.</summary>
    public static string Events(int from, int to) => $"""
        SELECT 'e' || i AS event_id, make_timestamp({Start} + i * 1000000) AS event_time, chr(97 + (i % 3)::INTEGER) AS tenant,
            CASE WHEN i % 10 = 0 THEN NULL ELSE i * 100 END AS cents, CASE WHEN i = 1 THEN 'NaN'::DOUBLE ELSE i / 4 END AS score,
            (i % 2)::INTEGER AS _partition, i // 2 AS _offset, make_timestamp({Start} + i * 1000000 + 5) AS _timestamp
        FROM range({from}, {to}) AS numbers(i)
        """;

    public DeltaSnapshot Stage(int from, int to, EventCounts totals, bool endOfInput = false, SparkPosition? spark = null)
    {
        var table = new DeltaTable(Layout.Staging(LakeLayout.Events));
        var basis = table.Load();
        var batch = (basis?.Version ?? -1) + 1;
        var ingest = new IngestCommit
        {
            Batch = batch,
            Topic = "orders",
            Watermark = Start + (to * 1_000_000L),
            EndOfInput = endOfInput,
            FirstFetchedAt = Start,
            Totals = totals,
            Partitions = [new PartitionProgress(0, 0, totals.Consumed, Start + (to * 1_000_000L), false, totals)],
            Spark = spark,
        };
        return Commit(
            table, EventSchema, Events(from, to), IngestCommit.AppId, batch, IngestCommit.Key, JsonSerializer.SerializeToNode(ingest, CommitJson.Default.IngestCommit)!);
    }

    public DeltaSnapshot Settle(int from, int to, SettlementCounts rows, SettlementCounts totals, long stagingVersion, bool endOfInput = false)
    {
        var table = new DeltaTable(Layout.Gold(LakeLayout.Events));
        var audit = new AuditCommit
        {
            Table = LakeLayout.Events,
            FirstBatch = stagingVersion,
            LastBatch = stagingVersion,
            StagingVersion = stagingVersion,
            Watermark = Start + (to * 1_000_000L),
            EndOfInput = endOfInput,
            Rows = rows,
            Totals = totals,
            Partitions = [new PartitionSettlement(0, totals)],
        };
        return Commit(table, EventSchema, Events(from, to), AuditCommit.AppId, stagingVersion, AuditCommit.Key, Node(audit));
    }

    /// <param name="select">The rows.</param>
    /// <param name="goldVersion">The version of gold events that they were computed from.</param>
    /// <param name="closedTo">Up to where windows are closed.</param>
    /// <param name="endOfInput">Whether the input has ended.</param>
    /// <param name="replaces">Whether the rows take the place of all there were.</param>
    public DeltaSnapshot SettleWindows(string select, long goldVersion, long closedTo, bool endOfInput = false, bool replaces = false)
    {
        var table = new DeltaTable(Layout.Gold("metrics"));
        var audit = new AuditCommit
        {
            Table = "metrics",
            FirstBatch = goldVersion,
            LastBatch = goldVersion,
            StagingVersion = goldVersion,
            Windows = new WindowCommit
            {
                Table = "metrics",
                GoldVersion = goldVersion,
                ClosedTo = closedTo,
                EndOfInput = endOfInput,
                Ranges = [new WindowRange(0, closedTo)],
            },
            Rows = SettlementCounts.None,
            Totals = SettlementCounts.None,
        };
        return Commit(table, MetricsSchema, select, AuditCommit.AppId, goldVersion, AuditCommit.Key, Node(audit), replaces);
    }

    /// <summary>Adds dead letters: rows with the columns of <see cref="SideColumns.Schema"/>.</summary>
    public DeltaSnapshot DeadLetters(string select, long batch) =>
        Commit(new DeltaTable(Layout.Ops("dead_letters")), SideColumns.Schema, select, "publish", batch, "publish", new JsonObject());

    public void Dispose()
    {
        _duck.Dispose();
        _folder.Dispose();
    }

    private static JsonNode Node(AuditCommit audit) => JsonSerializer.SerializeToNode(audit, CommitJson.Default.AuditCommit)!;

    private DeltaSnapshot Commit(DeltaTable table, LakeSchema schema, string select, string appId, long batch, string key, JsonNode info, bool replaces = false)
    {
        Directory.CreateDirectory(table.Directory);
        var name = $"part-{_files++}.parquet";
        _duck.Run(LakeSql.Copy(select, Path.Combine(table.Directory, name), schema));
        var file = ParquetFile.Seal(table.Directory, ParquetFile.Describe(table.Directory, name));
        var basis = table.Load();
        return table.Commit(basis, new DeltaTransaction
        {
            AppId = appId,
            TxnVersion = batch,
            Operation = "WRITE",
            Schema = schema,
            Add = file.RowCount > 0 ? [file] : [],
            Remove = replaces ? basis?.Files ?? [] : [],
            CommitInfo = new JsonObject { [key] = info },
        });
    }
}
