using System.Text.Json;
using System.Text.Json.Nodes;
using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Analytics.Lake.Sql;
using DuckDB.NET.Data;
using Shouldly;

namespace Analytics.Tests.Crash;

/// <summary>Holds what the producers say they sent against the ledger and against every row in the lake: lost 0, doubled 0.</summary>
internal sealed class LakeVerdict : IDisposable
{
    private readonly DuckDBConnection _duck = new("DataSource=:memory:");
    private readonly LakeLayout _lake;
    private readonly JsonNode _ledger;
    private readonly DrillPlatform _platform;

    private LakeVerdict(DrillPlatform platform, JsonNode ledger)
    {
        _platform = platform;
        _ledger = ledger;
        _lake = new LakeLayout(platform.LakeData, DrillPipeline.Name);
        _duck.Open();
    }

    /// <summary>Drains the platform, and checks everything.</summary>
    /// <returns>The ledger.</returns>
    public static async Task<JsonNode> OfAsync(DrillPlatform platform)
    {
        using var verdict = new LakeVerdict(platform, await platform.DrainAsync());
        verdict.LedgerSaysWhatWasSent();
        LedgerWalk.Verify(verdict._lake);
        await verdict.SideRecordsArePublishedAsync();
        verdict.EveryRecordIsSomewhereOnce();
        verdict.WindowsAreWhatGoldSays();
        await verdict.ResultsArePublishedAsync();
        return verdict._ledger;
    }

    /// <summary>Settlements that replaced windows which had been closed up to a time.</summary>
    public static int ReplacedWindows(DrillPlatform platform, DateTime closedTo)
    {
        var table = new DeltaTable(new LakeLayout(platform.LakeData, DrillPipeline.Name).Gold(DrillPipeline.Tumbling));
        var before = (closedTo.ToUniversalTime() - DateTime.UnixEpoch).Ticks / TimeSpan.TicksPerMicrosecond;
        var replaced = 0;
        foreach (var commit in KeptCommits.Of(table))
        {
            var isAgain = commit.CommitInfo.TryGetProperty(AuditCommit.Key, out var audit)
                && audit.Deserialize(CommitJson.Default.AuditCommit)!.Windows!.Ranges.Any(range => range.From < before);
            replaced += isAgain && commit.Removed.Count > 0 ? 1 : 0;
        }

        return replaced;
    }

    public void Dispose() => _duck.Dispose();

    private void LedgerSaysWhatWasSent()
    {
        ((bool)_ledger["balanced"]!).ShouldBeTrue(_ledger.ToJsonString());
        _platform.Records().ShouldBe(_platform.Truths.Sum(truth => (long)truth["sent"]!));
        foreach (var outcome in (string[])["accepted", "duplicate", "late", "dead_lettered"])
        {
            Count(outcome).ShouldBe(_platform.Truths.Sum(truth => (long)truth["expected"]![outcome]!), $"{outcome}: {_ledger.ToJsonString()}");
        }

        Count("pending").ShouldBe(0);
    }

    private void EveryRecordIsSomewhereOnce()
    {
        var events = Scan(_lake.Gold(LakeLayout.Events));
        var quarantined = Scan(_lake.Quarantine(LakeLayout.Events));
        Number($"SELECT count(*) FROM {events}").ShouldBe(Count("gold"));
        Number($"SELECT count(*) FROM {quarantined}").ShouldBe(Count("quarantined"));
        Number($"SELECT count(*) - count(DISTINCT event_id) FROM (SELECT event_id FROM {events} UNION ALL SELECT event_id FROM {quarantined})").ShouldBe(0);
        Number($"""
            SELECT count(*) - count(DISTINCT (_partition, _offset)) FROM (
                SELECT _partition, _offset FROM {events} UNION ALL SELECT _partition, _offset FROM {quarantined}
                UNION ALL SELECT partition, "offset" FROM {Scan(_lake.Ops("dead_letters"))} UNION ALL SELECT partition, "offset" FROM {Scan(_lake.Ops("late"))})
            """).ShouldBe(Count("folded_in"));
        (Count("gold") + Count("quarantined") + Count("discarded") + Count("duplicate") + Count("late") + Count("dead_lettered")).ShouldBe(_platform.Records() + Count("folded_in"));
    }

    /// <summary>The same questions in plain words, not those that the pipeline compiles.</summary>
    private void WindowsAreWhatGoldSays()
    {
        var starts = $"(SELECT *, epoch_us(event_time) // 2000000 * 2000000 AS s FROM {Scan(_lake.Gold(LakeLayout.Events))})";
        Number($"SELECT count(*) FROM {starts}").ShouldBeGreaterThan(0);
        Same(DrillPipeline.Tumbling, $"""
            SELECT make_timestamp(s), make_timestamp(s + 2000000), tenant_id, event_type, count(*), count(DISTINCT user_id), sum(amount_cents)::BIGINT
            FROM {starts} GROUP BY ALL
            """);
        Same(DrillPipeline.Sliding, $"""
            SELECT make_timestamp(w), make_timestamp(w + 6000000), tenant_id, count(*), count(DISTINCT user_id)
            FROM (SELECT *, s - b.range * 2000000 AS w FROM {starts}, range(3) AS b) GROUP BY ALL
            """);
    }

    private async Task SideRecordsArePublishedAsync()
    {
        await SameRecordsAsync("dead_letters", "dlq", Count("dead_lettered"));
        await SameRecordsAsync("late", "late", Count("late"));
    }

    private async Task SameRecordsAsync(string table, string suffix, long expected)
    {
        // Published from the commit within a few seconds.
        await _platform.UntilAsync(() => Task.FromResult(Number($"SELECT count(*) FROM {Scan(_lake.Ops(table))}") >= expected));
        Number($"""SELECT count(*) FROM {Scan(_lake.Ops(table))}""").ShouldBe(expected);
        Number($"""SELECT count(DISTINCT (partition, "offset")) FROM {Scan(_lake.Ops(table))}""").ShouldBe(expected);
        var published = SideTopic.Read(_platform, $"{DrillPlatform.Topic}.{suffix}");
        published.ToHashSet().SetEquals(Coordinates(table)).ShouldBeTrue($"{published.Count} records in the topic, {expected} in the table");
    }

    private List<(int Partition, long Offset)> Coordinates(string table)
    {
        using var command = _duck.CreateCommand();
        command.CommandText = $"""SELECT partition, "offset" FROM {Scan(_lake.Ops(table))}""";
        using var reader = command.ExecuteReader();
        var coordinates = new List<(int, long)>();
        while (reader.Read())
        {
            coordinates.Add((reader.GetInt32(0), reader.GetInt64(1)));
        }

        return coordinates;
    }

    private async Task ResultsArePublishedAsync()
    {
        var gold = new DeltaTable(_lake.Gold(LakeLayout.Events));
        var verdicts = 0L;
        var first = KeptCommits.First(gold);
        foreach (var commit in KeptCommits.Of(gold))
        {
            verdicts += commit.CommitInfo.TryGetProperty(AuditCommit.Key, out var audit) && audit.TryGetProperty("verdicts", out var list) ? list.GetArrayLength() : 0;
        }

        string Results() => $"""(SELECT * FROM {Scan(_lake.Ops("quality_results"))} WHERE "table" = 'events' AND gold_version >= {first})""";
        await _platform.UntilAsync(() => Task.FromResult(Number($"SELECT count(*) FROM {Results()}") >= verdicts));
        Number($"SELECT count(DISTINCT (gold_version, expectation)) FROM {Results()}").ShouldBe(verdicts);
        Number($"SELECT count(*) FROM {Results()}").ShouldBe(verdicts);
    }

    private void Same(string table, string expected)
    {
        var actual = $"SELECT * FROM {Scan(_lake.Gold(table))}";
        Number($"SELECT count(*) FROM ({expected} EXCEPT ALL {actual})").ShouldBe(0, $"{table}: rows that are missing");
        Number($"SELECT count(*) FROM ({actual} EXCEPT ALL {expected})").ShouldBe(0, $"{table}: rows that are too many");
    }

    private long Count(string name) => (long)_ledger[name]!;

    /// <summary>A relation over the table's live files; one without rows when it does not exist yet.</summary>
    private static string Scan(string directory)
    {
        var table = new DeltaTable(directory);
        return table.Load() is { } snapshot
            ? LakeSql.Scan(table.Directory, snapshot.Files, snapshot.Schema)
            : """(SELECT NULL::VARCHAR AS event_id, 0 AS _partition, 0::BIGINT AS _offset, 0 AS partition, 0::BIGINT AS "offset", '' AS "table", 0 AS gold_version, 0 AS expectation WHERE false)""";
    }

    private long Number(string sql)
    {
        using var command = _duck.CreateCommand();
        command.CommandText = sql;
        return Convert.ToInt64(command.ExecuteScalar(), System.Globalization.CultureInfo.InvariantCulture);
    }
}
