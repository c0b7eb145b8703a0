using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Quality.Publication;
using Analytics.Quality.Sql;
using Analytics.Tests.Quality.Settlement;

namespace Analytics.Tests.Quality.Reports;

/// <summary>Results in the lake of a test, at chosen times. Gold versions ascend by table.</summary>
internal sealed class StoredRuns : IDisposable
{
    public const string NotNull = "expect_column_values_to_not_be_null";
    public const string Between = "expect_column_values_to_be_between";

    public static readonly DateTime Start = new(2026, 1, 31, 12, 0, 0, DateTimeKind.Utc);

    private readonly QualityDatabase _database = new();
    private readonly Dictionary<string, long> _versions = [];
    private ResultsTable? _results;

    public SettlementLake Lake { get; } = new();

    /// <summary>Publishes a run of two expectations over 100 rows: a warning and a critical one.</summary>
    /// <returns>The settlement.</returns>
    public PublishedSettlement Add(DateTime at, long warned = 0, long refused = 0, string table = "events", JsonNode? sample = null, string notes = "Amounts are sums of money.")
    {
        var version = _versions[table] = _versions.GetValueOrDefault(table, -1) + 1;
        var failures = new Dictionary<int, string>();
        if (warned > 0)
        {
            failures.Add(0, Result(NotNull, "id", "warning", warned, null, "Ids are asked for."));
        }

        if (refused > 0)
        {
            failures.Add(1, Result(Between, "amount", "critical", refused, sample ?? JsonValue.Create(-4), notes));
        }

        var settlement = new PublishedSettlement(
            version,
            (at - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMillisecond,
            new AuditCommit
            {
                Table = table,
                FirstBatch = version * 10,
                LastBatch = (version * 10) + 9,
                StagingVersion = version,
                Rows = new SettlementCounts(100 - refused, refused, 0),
                Totals = SettlementCounts.None,
                Verdicts = [new Verdict(0, NotNull, "id", "warning", warned == 0, warned), new Verdict(1, Between, "amount", "critical", refused == 0, refused)],
            },
            failures);
        _results ??= new ResultsTable(Lake.Layout, _database);
        _results.Publish(table, [settlement], version);
        return settlement;
    }

    public void Dispose()
    {
        _database.Dispose();
        Lake.Dispose();
    }

    private static string Result(string type, string column, string severity, long unexpected, JsonNode? sample, string notes) => new JsonObject
    {
        ["success"] = false,
        ["expectation_config"] = new JsonObject { ["type"] = type, ["kwargs"] = new JsonObject { ["column"] = column, ["min_value"] = 0 }, ["severity"] = severity, ["notes"] = notes },
        ["result"] = new JsonObject
        {
            ["element_count"] = 100,
            ["unexpected_count"] = unexpected,
            ["partial_unexpected_counts"] = new JsonArray(new JsonObject { ["value"] = sample, ["count"] = unexpected }),
        },
        ["exception_info"] = new JsonObject { ["raised_exception"] = false, ["exception_message"] = null },
    }.ToJsonString();
}
