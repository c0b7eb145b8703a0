using Analytics.Contracts.Commits;
using Analytics.Lake.Layout;
using Analytics.Lake.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

public sealed class LedgerTests : IDisposable
{
    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Ledger_BeforeAnyCommit_IsZero()
    {
        await using var server = await ApiServer.StartAsync(_lake);

        var (status, ledger) = await server.GetAsync("/api/ledger");

        status.ShouldBe(200);
        ledger.GetRawText().ShouldBe(
            """{"pipeline":"shop","topic":"orders","consumed":0,"accepted":0,"duplicate":0,"late":0,"dead_lettered":0,"folded_in":0,"gold":0,"quarantined":0"""
            + ""","discarded":0,"pending":0,"consumed_balanced":true,"accepted_balanced":true,"balanced":true,"watermark":null,"end_of_input":false,"settled":true,"first_fetched_at":null,"last_gold_at":null"""
            + ""","spark_state":null,"partitions":[],"tables":[{"name":"metrics","rows":0,"closed_to":null,"gold_version":null,"end_of_input":false}]}""");
    }

    [Fact]
    public async Task Ledger_FollowsTheLogsToTheEndOfInput()
    {
        await using var server = await ApiServer.StartAsync(_lake);

        _lake.Stage(0, 60, new EventCounts(70, 60, 5, 2, 3), spark: new SparkPosition(3, 4, "checkpoint", new SparkState(60, 7, 8)));
        var staged = (await server.GetAsync("/api/ledger")).Body;
        staged.GetProperty("pending").GetInt64().ShouldBe(60);
        staged.GetProperty("settled").GetBoolean().ShouldBeFalse();
        staged.GetProperty("balanced").GetBoolean().ShouldBeTrue();
        staged.GetProperty("watermark").GetString().ShouldBe("2024-03-01T00:01:00Z");
        staged.GetProperty("spark_state").GetRawText().ShouldBe("""{"rows":60,"memory_bytes":7,"disk_bytes":8}""");
        staged.GetProperty("partitions")[0].GetRawText().ShouldBe(
            """{"partition":0,"next_offset":70,"consumed":70,"accepted":60,"duplicate":5,"late":2,"dead_lettered":3,"folded_in":0,"gold":0,"quarantined":0,"discarded":0,"pending":60"""
            + ""","consumed_balanced":true,"accepted_balanced":true,"max_event_time":"2024-03-01T00:01:00Z","idle":false}""");

        _lake.Settle(0, 58, new SettlementCounts(58, 2, 0), new SettlementCounts(58, 2, 0), stagingVersion: 0);
        var settled = (await server.GetAsync("/api/ledger")).Body;
        (settled.GetProperty("gold").GetInt64(), settled.GetProperty("quarantined").GetInt64(), settled.GetProperty("pending").GetInt64()).ShouldBe((58, 2, 0));
        settled.GetProperty("partitions")[0].GetProperty("gold").GetInt64().ShouldBe(58);
        settled.GetProperty("partitions")[0].GetProperty("quarantined").GetInt64().ShouldBe(2);
        settled.GetProperty("partitions")[0].GetProperty("pending").GetInt64().ShouldBe(0);
        settled.GetProperty("settled").GetBoolean().ShouldBeTrue();
        settled.GetProperty("balanced").GetBoolean().ShouldBeTrue();
        settled.GetProperty("last_gold_at").GetDateTime().Kind.ShouldBe(DateTimeKind.Utc);

        _lake.Stage(60, 60, new EventCounts(70, 60, 5, 2, 3), endOfInput: true);
        (await server.GetAsync("/api/ledger")).Body.GetProperty("settled").GetBoolean().ShouldBeFalse();
        _lake.Settle(60, 60, SettlementCounts.None, new SettlementCounts(58, 2, 0), stagingVersion: 1, endOfInput: true);
        (await server.GetAsync("/api/ledger")).Body.GetProperty("settled").GetBoolean().ShouldBeFalse();

        _lake.SettleWindows(Windows, goldVersion: 1, TestLake.Start + TestLake.Minute, endOfInput: true);
        var complete = (await server.GetAsync("/api/ledger")).Body;
        complete.GetProperty("end_of_input").GetBoolean().ShouldBeTrue();
        complete.GetProperty("settled").GetBoolean().ShouldBeTrue();
        complete.GetProperty("tables")[0].GetRawText().ShouldBe(
            """{"name":"metrics","rows":1,"closed_to":"2024-03-01T00:01:00Z","gold_version":1,"end_of_input":true}""");

        // A server that starts now reads the same ledger.
        await using var second = await ApiServer.StartAsync(_lake);
        (await second.GetAsync("/api/ledger")).Body.GetRawText().ShouldBe(complete.GetRawText());
    }

    [Fact]
    public async Task Settled_AfterMoreEvents_WaitsForTheirWindows()
    {
        _lake.Stage(0, 60, new EventCounts(60, 60, 0, 0, 0), endOfInput: true);
        _lake.Settle(0, 60, new SettlementCounts(60, 0, 0), new SettlementCounts(60, 0, 0), stagingVersion: 0, endOfInput: true);
        _lake.SettleWindows(Windows, goldVersion: 0, TestLake.Start + TestLake.Minute, endOfInput: true);
        _lake.Stage(60, 90, new EventCounts(90, 90, 0, 0, 0), endOfInput: true);
        _lake.Settle(60, 90, new SettlementCounts(30, 0, 0), new SettlementCounts(90, 0, 0), stagingVersion: 1, endOfInput: true);
        await using var server = await ApiServer.StartAsync(_lake);

        (await server.GetAsync("/api/ledger")).Body.GetProperty("settled").GetBoolean().ShouldBeFalse();

        // An empty settlement does not ask for the windows again.
        _lake.Stage(90, 90, new EventCounts(90, 90, 0, 0, 0), endOfInput: true);
        _lake.Settle(90, 90, SettlementCounts.None, new SettlementCounts(90, 0, 0), stagingVersion: 2, endOfInput: true);
        _lake.SettleWindows(Windows, goldVersion: 1, TestLake.Start + TestLake.Minute, endOfInput: true);

        (await server.GetAsync("/api/ledger")).Body.GetProperty("settled").GetBoolean().ShouldBeTrue();
    }

    [Theory]
    [InlineData(60, 60, 59)]
    [InlineData(60, 59, 60)]
    [InlineData(61, 60, 60)]
    public async Task Balanced_WhenCountsAndRowsDiffer_IsFalse(int consumed, int accepted, int gold)
    {
        _lake.Stage(0, 60, new EventCounts(consumed, accepted, 0, 0, 0));
        _lake.Settle(0, 60, new SettlementCounts(gold, 0, 0), new SettlementCounts(gold, 0, 0), stagingVersion: 0);
        await using var server = await ApiServer.StartAsync(_lake);

        (await server.GetAsync("/api/ledger")).Body.GetProperty("balanced").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task DamagedLog_IsAProblemThatNamesTheFile_AndUnhealthy()
    {
        _lake.Settle(0, 10, new SettlementCounts(10, 0, 0), new SettlementCounts(10, 0, 0), stagingVersion: 0);
        await using var server = await ApiServer.StartAsync(_lake);
        var commit = Path.Combine(_lake.Layout.Gold(LakeLayout.Events), "_delta_log", "00000000000000000001.json");
        await File.WriteAllTextAsync(commit, "not a commit", TestContext.Current.CancellationToken);

        var (status, problem) = await server.GetAsync("/api/ledger");
        status.ShouldBe(500);
        problem.GetProperty("detail").GetString()!.ShouldContain("00000000000000000001.json");
        using var health = await server.Client.GetAsync(new Uri("/health", UriKind.Relative), TestContext.Current.CancellationToken);
        ((int)health.StatusCode).ShouldBe(503);

        File.Delete(commit);
        (await server.GetAsync("/api/ledger")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Query_WhileGoldIsWritten_SeesWholeCommits()
    {
        await using var server = await ApiServer.StartAsync(_lake);
        _lake.Settle(0, 10, new SettlementCounts(10, 0, 0), new SettlementCounts(10, 0, 0), stagingVersion: 0);
        var writing = Task.Run(() =>
        {
            for (var batch = 1; batch < 20; batch++)
            {
                _lake.Settle(batch * 10, (batch + 1) * 10, new SettlementCounts(10, 0, 0), new SettlementCounts((batch + 1) * 10, 0, 0), stagingVersion: batch);
            }
        });

        long seen;
        do
        {
            var (status, answer) = await server.QueryAsync("SELECT count(*), (SELECT count(DISTINCT event_id) FROM events) FROM events");
            status.ShouldBe(200, answer.GetRawText());
            var row = answer.GetProperty("rows")[0];
            seen = row[0].GetInt64();
            (seen % 10).ShouldBe(0);
            row[1].GetInt64().ShouldBe(seen);
        }
        while (seen < 200 && !(writing.IsCompleted && seen == 200));

        await writing;
        new DeltaTable(_lake.Layout.Gold(LakeLayout.Events)).Load()!.RowCount.ShouldBe(200);
    }

    private static string Windows => $"""
        SELECT make_timestamp({TestLake.Start}) AS window_start, make_timestamp({TestLake.Start + TestLake.Minute}) AS window_end, 'a' AS tenant, 60 AS events
        """;
}
