using System.Text.Json;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

public sealed class TableTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task List_TellsWhatGoldHas()
    {
        var (status, tables) = await fixture.Server.GetAsync("/api/tables");

        status.ShouldBe(200);
        tables.EnumerateArray().Select(table => table.GetProperty("name").GetString()).ShouldBe(["events", "metrics"]);
        var events = tables[0];
        events.GetProperty("kind").GetString().ShouldBe("events");
        events.GetProperty("rows").GetInt64().ShouldBe(300);
        events.GetProperty("files").GetInt32().ShouldBe(2);
        events.GetProperty("bytes").GetInt64().ShouldBeGreaterThan(0);
        events.GetProperty("version").GetInt64().ShouldBe(1);
        events.GetProperty("last_commit_at").GetDateTime().Kind.ShouldBe(DateTimeKind.Utc);
        events.GetProperty("columns")[1].GetRawText().ShouldBe("""{"name":"event_time","type":"TIMESTAMP","nullable":false}""");
        tables[1].GetProperty("description").GetString().ShouldBe("Tumbling windows of 1 minute by tenant: events.");
    }

    [Fact]
    public async Task Schema_OfOneTable_IsItsEntryInTheList()
    {
        var (_, tables) = await fixture.Server.GetAsync("/api/tables");
        var (status, table) = await fixture.Server.GetAsync("/api/tables/metrics/schema");

        status.ShouldBe(200);
        table.GetRawText().ShouldBe(tables[1].GetRawText());
    }

    [Fact]
    public async Task Rows_WithoutWishes_AreTheFirstHundredInTimeOrder()
    {
        var (status, answer) = await fixture.Server.GetAsync("/api/tables/events");

        status.ShouldBe(200);
        answer.GetProperty("row_count").GetInt64().ShouldBe(100);
        answer.GetProperty("truncated").GetBoolean().ShouldBeFalse();
        answer.GetProperty("columns")[0].GetRawText().ShouldBe("""{"name":"event_id","type":"VARCHAR"}""");
        answer.GetProperty("rows")[99].GetRawText().ShouldBe(
            """["e99","2024-03-01T00:01:39Z","a",9900,24.75,1,49,"2024-03-01T00:01:39.000005Z"]""");
    }

    [Theory]
    [InlineData("from=2024-03-01T00:00:10Z&to=2024-03-01T00:00:12Z", "e10,e11")]
    [InlineData("from=2024-03-01T01:00:10%2B01:00&to=2024-03-01T00:00:11Z", "e10")]
    [InlineData("from=2024-03-01T00:04:58Z", "e298,e299")]
    [InlineData("filter=tenant='a' AND cents > 29000&order=-cents", "e297,e294,e291")]
    [InlineData("filter=event_id='e7' -- a comment", "e7")]
    [InlineData("order=-event_time&limit=2", "e299,e298")]
    [InlineData("order=tenant,-cents&limit=2&filter=cents<1000", "e9,e6")]
    [InlineData("limit=3&offset=100", "e100,e101,e102")]
    [InlineData("limit=3&page=2", "e3,e4,e5")]
    [InlineData("limit=0", "")]
    public async Task Rows_AsWished(string wish, string ids)
    {
        var (status, answer) = await fixture.Server.GetAsync("/api/tables/events?" + wish);

        status.ShouldBe(200, answer.GetRawText());
        string.Join(',', answer.GetProperty("rows").EnumerateArray().Select(row => row[0].GetString())).ShouldBe(ids);
    }

    [Fact]
    public async Task Rows_OfWindows_AreBoundByWindowStart()
    {
        var (_, answer) = await fixture.Server.GetAsync("/api/tables/METRICS?from=2024-03-01T00:03:00Z");

        answer.GetProperty("rows").GetRawText().ShouldBe(
            """[["2024-03-01T00:03:00Z","2024-03-01T00:04:00Z","a",20],["2024-03-01T00:04:00Z","2024-03-01T00:05:00Z","a",20]]""");
    }

    [Theory]
    [InlineData("format=csv", null)]
    [InlineData("", "text/csv")]
    public async Task Rows_AsCsv(string query, string? accept)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/tables/events?limit=2&" + query);
        if (accept is not null)
        {
            request.Headers.Add("Accept", accept);
        }

        using var response = await fixture.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/csv");
        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe(
            "event_id,event_time,tenant,cents,score,_partition,_offset,_timestamp\r\n"
            + "e0,2024-03-01T00:00:00Z,a,,0,0,0,2024-03-01T00:00:00.000005Z\r\n"
            + "e1,2024-03-01T00:00:01Z,b,100,NaN,1,0,2024-03-01T00:00:01.000005Z\r\n");
    }

    [Theory]
    [InlineData("/api/tables/nothing", 404, "no table \"nothing\"")]
    [InlineData("/api/tables/nothing/schema", 404, "no table \"nothing\"")]
    [InlineData("/api/tables/events?order=colour", 400, "\"colour\"")]
    [InlineData("/api/tables/events?from=yesterday", 400, "from is \"yesterday\"")]
    [InlineData("/api/tables/events?limit=-1", 400, "limit is -1")]
    [InlineData("/api/tables/events?limit=many", 400, "Limit")]
    [InlineData("/api/tables/events?offset=1&page=1", 400, "either page or offset")]
    [InlineData("/api/tables/events?format=xml", 400, "json or csv")]
    [InlineData("/api/tables/events?filter=colour=1", 400, "colour")]
    [InlineData("/api/tables/events?filter=1=1) UNION ALL SELECT * FROM read_csv('/etc/passwd'", 403, "read_csv")]
    public async Task Rows_BadWish_IsAProblemThatNamesIt(string path, int expected, string detail)
    {
        using var response = await fixture.Server.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        var problem = JsonDocument.Parse(await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).RootElement;

        ((int)response.StatusCode).ShouldBe(expected);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        problem.GetProperty("status").GetInt32().ShouldBe(expected);
        problem.GetProperty("title").GetString().ShouldNotBeNullOrEmpty();
        problem.GetProperty("detail").GetString()!.ShouldContain(detail);
    }

    [Fact]
    public async Task UnknownTable_ListsTheTables()
    {
        var (_, problem) = await fixture.Server.GetAsync("/api/tables/nothing");
        problem.GetProperty("tables").GetRawText().ShouldBe("""["events","metrics"]""");
    }
}
