using System.Text.Json;
using Analytics.Contracts.Commits;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

/// <summary>A dashboard is opened before the first event comes, or before the first window closes: its tables have no rows yet, but they are there.</summary>
public sealed class NewLakeTests : IAsyncLifetime
{
    private readonly TestLake _lake = new();
    private ApiServer _server = null!;

    public async ValueTask InitializeAsync() => _server = await ApiServer.StartAsync(_lake);

    [Fact]
    public async Task Tables_AreThoseThatThePipelineDeclares()
    {
        var (status, tables) = await _server.GetAsync("/api/tables");

        status.ShouldBe(200);
        tables.EnumerateArray().Select(table => table.GetProperty("name").GetString()).ShouldBe(["events", "metrics"]);
        tables[0].GetProperty("rows").GetInt64().ShouldBe(0);
        tables[0].GetProperty("version").GetInt64().ShouldBe(-1);
        tables[0].GetProperty("last_commit_at").ValueKind.ShouldBe(JsonValueKind.Null);
        tables[1].GetProperty("columns").EnumerateArray().Select(column => column.GetProperty("name").GetString()).ShouldBe(["window_start", "window_end", "tenant", "events"]);
    }

    [Theory]
    [InlineData("SELECT count(*) AS n FROM events", "[[0]]")]
    [InlineData("SELECT sum(events) AS n FROM metrics", "[[null]]")]
    [InlineData("SELECT tenant, events + 1 AS n FROM metrics WHERE window_start > TIMESTAMP '2024-01-01' ORDER BY window_end", "[]")]
    [InlineData("SELECT tenant FROM metrics_live WHERE _open", "[]")]
    [InlineData("SELECT e.event_id, e._offset FROM events e JOIN metrics m USING (tenant)", "[]")]
    public async Task Queries_FindNoRows(string sql, string rows)
    {
        var (status, answer) = await _server.QueryAsync(sql);

        status.ShouldBe(200, answer.GetRawText());
        answer.GetProperty("rows").GetRawText().ShouldBe(rows);
    }

    [Theory]
    [InlineData("/api/tables/events?from=2024-03-01T00:00:00Z&order=-_offset")]
    [InlineData("/api/tables/metrics?filter=events>3")]
    [InlineData("/api/live/metrics?once=true")]
    public async Task Rows_AreNone(string path)
    {
        var (status, answer) = await _server.GetAsync(path);

        status.ShouldBe(200, answer.GetRawText());
        answer.GetProperty("rows").GetRawText().ShouldBe("[]");
    }

    [Fact]
    public async Task TheDeclaredColumns_AreThoseOfTheFirstCommit()
    {
        var declared = await ColumnsAsync();
        _lake.Stage(0, 1, new EventCounts(1, 1, 0, 0, 0));
        _lake.Settle(0, 1, new SettlementCounts(1, 0, 0), new SettlementCounts(1, 0, 0), stagingVersion: 0);
        _lake.SettleWindows("SELECT make_timestamp(0) AS window_start, make_timestamp(60000000) AS window_end, 'a' AS tenant, 1 AS events", goldVersion: 0, closedTo: 60_000_000);

        (await ColumnsAsync()).ShouldBe(declared);
        (await _server.QueryAsync("SELECT events FROM metrics")).Body.GetProperty("rows").GetRawText().ShouldBe("[[1]]");

        async Task<string[]> ColumnsAsync() =>
        [
            .. (await _server.GetAsync("/api/tables")).Body.EnumerateArray()
                .SelectMany(table => table.GetProperty("columns").EnumerateArray())
                .Select(column => $"{column.GetProperty("name")} {column.GetProperty("type")}"),
        ];
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _lake.Dispose();
    }
}
