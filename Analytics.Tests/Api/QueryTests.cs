using System.Net.Http.Json;
using System.Text;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

public sealed class QueryTests(ApiFixture fixture) : IClassFixture<ApiFixture>
{
    [Fact]
    public async Task Query_OverTwoTables_Answers()
    {
        var (status, answer) = await fixture.Server.QueryAsync(
            "WITH busy AS (SELECT tenant, count(*) AS n FROM events GROUP BY tenant) "
            + "SELECT busy.tenant, n, sum(m.events) AS windowed FROM busy JOIN metrics m USING (tenant) GROUP BY ALL");

        status.ShouldBe(200, answer.GetRawText());
        answer.GetProperty("columns").GetRawText().ShouldBe(
            """[{"name":"tenant","type":"VARCHAR"},{"name":"n","type":"BIGINT"},{"name":"windowed","type":"HUGEINT"}]""");
        answer.GetProperty("rows").GetRawText().ShouldBe("""[["a",100,100]]""");
        answer.GetProperty("row_count").GetInt64().ShouldBe(1);
        answer.GetProperty("elapsed_ms").GetDouble().ShouldBeGreaterThan(0);
    }

    [Fact]
    public async Task Query_Parameters_AreBoundByName()
    {
        var (status, answer) = await fixture.Server.QueryAsync(
            "SELECT event_id, $text AS t, $nothing IS NULL AS n, $flag AS f FROM events WHERE event_time >= $from AND cents > $cents AND score < $score ORDER BY 1 LIMIT 1",
            new { text = "it's; -- $x", nothing = (string?)null, flag = true, from = "2024-03-01T00:01:00Z", cents = 6500, score = 17.5 });

        status.ShouldBe(200, answer.GetRawText());
        answer.GetProperty("rows").GetRawText().ShouldBe("""[["e66","it's; -- $x",true,true]]""");
    }

    [Theory]
    [InlineData("9007199254740993::BIGINT", "9007199254740993")]
    [InlineData("170141183460469231731687303715884105727::HUGEINT", "170141183460469231731687303715884105727")]
    [InlineData("12.50::DECIMAL(10, 2)", "12.50")]
    [InlineData("0.1::DOUBLE", "0.1")]
    [InlineData("'NaN'::DOUBLE", "\"NaN\"")]
    [InlineData("'-Infinity'::DOUBLE", "\"-Infinity\"")]
    [InlineData("NULL", "null")]
    [InlineData("TRUE", "true")]
    [InlineData("'ä\"\\'", "\"ä\\\"\\\\\"")]
    [InlineData("TIMESTAMP '2024-03-01 12:00:00.120'", "\"2024-03-01T12:00:00.12Z\"")]
    [InlineData("TIMESTAMPTZ '2024-03-01 12:00:00+02'", "\"2024-03-01T10:00:00Z\"")]
    [InlineData("'infinity'::TIMESTAMP", "\"infinity\"")]
    [InlineData("DATE '2024-02-29'", "\"2024-02-29\"")]
    [InlineData("TIME '12:34:56.5'", "\"12:34:56.5\"")]
    [InlineData("INTERVAL '1 month 2 days 3.5 seconds'", "\"P1M2DT3.5S\"")]
    [InlineData("'\\x00\\xFF'::BLOB", "\"AP8=\"")]
    [InlineData("'2b2f1ad5-4a2c-4f0e-9d3c-7c3f1e0d9a11'::UUID", "\"2b2f1ad5-4a2c-4f0e-9d3c-7c3f1e0d9a11\"")]
    [InlineData("[1, NULL, 3]", "[1,null,3]")]
    [InlineData("{'a': 1, 'b': ['x']}", "{\"a\":1,\"b\":[\"x\"]}")]
    [InlineData("MAP {'k': 1.5::DOUBLE, 'n': NULL}", "{\"k\":1.5,\"n\":null}")]
    [InlineData("['NaN'::DOUBLE, '-Infinity'::DOUBLE]", "[\"NaN\",\"-Infinity\"]")]
    [InlineData("['NaN \" Infinity']", "[\"NaN \\\" Infinity\"]")]
    [InlineData("union_value(n := 1)", "{\"n\":1}")]
    [InlineData("99999999999999999999999999999999999999::DECIMAL(38, 0)", "99999999999999999999999999999999999999")]
    [InlineData("-0.05::DECIMAL(4, 2)", "-0.05")]
    public async Task Query_Value_HasItsJson(string expression, string json)
    {
        var (status, answer) = await fixture.Server.QueryAsync($"SELECT {expression} AS v");

        status.ShouldBe(200, answer.GetRawText());
        answer.GetProperty("rows")[0][0].GetRawText().ShouldBe(json);
    }

    [Fact]
    public async Task Query_MoreRowsThanTheCap_AreCutOffAndItSaysSo()
    {
        var (_, answer) = await fixture.Server.QueryAsync("SELECT * FROM range(1000000)");

        answer.GetProperty("row_count").GetInt64().ShouldBe(1000);
        answer.GetProperty("rows").GetArrayLength().ShouldBe(1000);
        answer.GetProperty("truncated").GetBoolean().ShouldBeTrue();
    }

    [Fact]
    public async Task Query_ExactlyTheCap_IsNotTruncated()
    {
        var (_, answer) = await fixture.Server.QueryAsync("SELECT * FROM range(1000)");
        answer.GetProperty("truncated").GetBoolean().ShouldBeFalse();
    }

    [Fact]
    public async Task Query_AsCsv_QuotesWhatNeedsIt()
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/api/query")
        {
            Content = JsonContent.Create(new { sql = "SELECT 'a,\"b\"' AS \"x,y\", '' AS e, NULL AS n, [1, 2] AS l" }),
        };
        request.Headers.Add("Accept", "text/csv");
        using var response = await fixture.Server.Client.SendAsync(request, TestContext.Current.CancellationToken);

        (await response.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldBe("\"x,y\",e,n,l\r\n\"a,\"\"b\"\"\",\"\",,\"[1,2]\"\r\n");
    }

    [Theory]
    [InlineData("SELEC 1", "syntax error", 0)]
    [InlineData("SELECT 'ä', colour FROM events", "colour", 12)]
    [InlineData("SELECT event_id::INTEGER FROM events", "Conversion Error", 15)]
    [InlineData("SELECT cuont(*) FROM events", "no function cuont", 7)]
    [InlineData("SELECT * FROM nothing", "Gold has: events, metrics", 14)]
    public async Task Query_Invalid_SaysWhatAndWhere(string sql, string detail, int position)
    {
        var (status, problem) = await fixture.Server.QueryAsync(sql);

        status.ShouldBe(400);
        problem.GetProperty("detail").GetString()!.ShouldContain(detail);
        problem.GetProperty("position").GetInt32().ShouldBe(position);
    }

    [Theory]
    [InlineData("", 400)]
    [InlineData("{", 400)]
    [InlineData("[]", 400)]
    [InlineData("{}", 400)]
    [InlineData("""{"sql": ""}""", 400)]
    [InlineData("""{"sql": 1}""", 400)]
    [InlineData("""{"sql": "SELECT $x"}""", 400)]
    [InlineData("""{"sql": "SELECT $x", "parameters": {"x": [1]}}""", 400)]
    public async Task Query_BadBody_IsAProblem(string body, int expected)
    {
        using var content = new StringContent(body, Encoding.UTF8, "application/json");
        using var response = await fixture.Server.Client.PostAsync(new Uri("/api/query", UriKind.Relative), content, TestContext.Current.CancellationToken);

        ((int)response.StatusCode).ShouldBe(expected);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task OpenApi_NamesEveryEndpoint()
    {
        var (status, document) = await fixture.Server.GetAsync("/openapi/v1.json");

        status.ShouldBe(200);
        document.GetProperty("paths").EnumerateObject().Select(path => path.Name).Order(StringComparer.Ordinal)
            .ShouldBe(["/api/dlq", "/api/dlq/replay", "/api/dlq/{topic}/{partition}/{offset}", "/api/ledger", "/api/live/{name}", "/api/quality/gates", "/api/quality/quarantine", "/api/quality/quarantine/{table}/{batch}/{action}", "/api/quality/runs", "/api/quality/runs/{table}/{version}", "/api/query", "/api/tables", "/api/tables/{name}", "/api/tables/{name}/schema"]);
    }

    [Theory]
    [InlineData("/health")]
    [InlineData("/alive")]
    [InlineData("/")]
    public async Task Page_Answers(string path)
    {
        using var response = await fixture.Server.Client.GetAsync(new Uri(path, UriKind.Relative), TestContext.Current.CancellationToken);
        ((int)response.StatusCode).ShouldBe(200);
    }
}
