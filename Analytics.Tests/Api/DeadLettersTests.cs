using System.Net.Http.Json;
using System.Text.Json;
using Analytics.Lake.Log;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

public sealed class DeadLettersTests : IAsyncLifetime
{
    private readonly TestLake _lake = new();
    private ApiServer _server = null!;

    /// <summary>
    /// 30 without JSON, a minute apart; one in the wire format with an accent, a key and headers; one that is no text; one of 100,000 bytes; a replay; nulls.
    /// </summary>
    public async ValueTask InitializeAsync()
    {
        _lake.DeadLetters(
            $"""
            SELECT 'malformed_json' AS reason, 'at 0' AS detail, 'orders' AS topic, (i % 2)::INTEGER AS partition, i AS "offset", make_timestamp({TestLake.Start} + i * {TestLake.Minute}) AS "timestamp",
                NULL::TIMESTAMP AS event_time, NULL::BLOB AS key, encode('not json ' || i) AS value, NULL::VARCHAR AS headers FROM range(30) AS numbers(i)
            """,
            0);
        _lake.DeadLetters(
            $"""
            SELECT * FROM (VALUES
                ('schema_violation', '/kind', 'orders', 0, 100, {Time(60)}, {Time(59)}, encode('k'), '\x00\x00\x00\x01\x02'::BLOB || encode('"caf' || chr(233) || '"'), '[["a","eA=="],["b",null]]'),
                ('bad_magic', NULL, 'orders', 1, 100, {Time(61)}, NULL, '\xFF'::BLOB, '\xFE\xFF'::BLOB, NULL),
                ('oversized', NULL, 'orders', 1, 101, {Time(62)}, NULL, NULL, encode(repeat('x', 100000)), NULL),
                ('unknown_schema', NULL, 'orders', 1, 102, {Time(63)}, NULL, NULL, NULL, '[["dlq.replay","b3JkZXJzLzAvNw=="]]')
            ) AS t (reason, detail, topic, partition, "offset", "timestamp", event_time, key, value, headers)
            """,
            1);
        _server = await ApiServer.StartAsync(_lake);
    }

    public async ValueTask DisposeAsync()
    {
        await _server.DisposeAsync();
        _lake.Dispose();
    }

    [Fact]
    public async Task List_ShowsTheNewestFirst_EachPayloadAsItCanBeShown()
    {
        var (status, page) = await _server.GetAsync("/api/dlq?limit=4");

        status.ShouldBe(200);
        page.GetProperty("total").GetInt64().ShouldBe(34);
        page.GetProperty("reasons").GetProperty("malformed_json").GetInt64().ShouldBe(30);
        var letters = page.GetProperty("letters").EnumerateArray().ToList();
        letters.ConvertAll(letter => letter.GetProperty("offset").GetInt64()).ShouldBe([102, 101, 100, 100]);

        letters[0].GetProperty("replay_of").GetString().ShouldBe("orders/0/7");
        letters[0].GetProperty("value").ValueKind.ShouldBe(JsonValueKind.Null);
        Payload(letters[1], "value").ShouldBe(("omitted", null, 100_000, null));
        Payload(letters[2], "value").ShouldBe(("base64", "/v8=", 2, null));
        Payload(letters[2], "key").ShouldBe(("base64", "/w==", 1, null));
        Payload(letters[3], "value").ShouldBe(("text", "\"café\"", 12, 258));
        Payload(letters[3], "key").ShouldBe(("text", "k", 1, null));
        letters[3].GetProperty("detail").GetString().ShouldBe("/kind");
        letters[3].GetProperty("timestamp").GetDateTime().ShouldBe(new DateTime(2024, 3, 1, 1, 0, 0, DateTimeKind.Utc));
        letters[3].GetProperty("event_time").GetDateTime().ShouldBe(new DateTime(2024, 3, 1, 0, 59, 0, DateTimeKind.Utc));
        letters[3].GetProperty("headers").EnumerateArray().Select(header => (header.GetProperty("name").GetString(), header.GetProperty("value").ValueKind)).ShouldBe([("a", JsonValueKind.Object), ("b", JsonValueKind.Null)]);
    }

    [Theory]
    [InlineData("reason=malformed_json", 30)]
    [InlineData("reason=malformed_json&partition=1", 15)]
    [InlineData("from=2024-03-01T00:10:00Z&to=2024-03-01T00:20:00Z", 10)]
    [InlineData("from=2024-03-01T00:10:00Z&to=2024-03-01T00:20:00Z&partition=0", 5)]
    [InlineData("partition=7", 0)]
    [InlineData("from=2030-01-01", 0)]
    public async Task List_Filtered_IsPagedWithoutGapsOrRepeats(string filter, int expected)
    {
        var found = new List<string>();
        for (var number = 1; ; number++)
        {
            var (status, page) = await _server.GetAsync($"/api/dlq?{filter}&limit=4&page={number}");
            status.ShouldBe(200, page.GetRawText());
            page.GetProperty("total").GetInt64().ShouldBe(expected);
            var letters = page.GetProperty("letters").EnumerateArray().Select(letter => $"{letter.GetProperty("partition")}/{letter.GetProperty("offset")}").ToList();
            if (letters.Count == 0)
            {
                break;
            }

            found.AddRange(letters);
        }

        found.Count.ShouldBe(expected);
        found.Distinct().Count().ShouldBe(expected);
    }

    [Fact]
    public async Task One_HasAllOfItsBytes()
    {
        var (status, letter) = await _server.GetAsync("/api/dlq/orders/1/101");
        status.ShouldBe(200);
        Payload(letter, "value").ShouldBe(("text", new string('x', 100_000), 100_000, null));
        (await _server.GetAsync("/api/dlq/orders/1/9999")).Status.ShouldBe(404);
        (await _server.GetAsync("/api/dlq/it's/1/101")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("reason=bad", "malformed_json")]
    [InlineData("reason=malformed_json'--", "reason")]
    [InlineData("limit=0", "limit")]
    [InlineData("limit=501", "limit")]
    [InlineData("page=0", "page")]
    [InlineData("from=yesterday", "from")]
    [InlineData("partition=x", "partition")]
    public async Task BadParameter_IsNamed(string query, string named)
    {
        var (status, problem) = await _server.GetAsync($"/api/dlq?{query}");
        status.ShouldBe(400);
        problem.GetProperty("detail").GetString()!.ShouldContain(named);
    }

    [Fact]
    public async Task List_OfALakeWithoutDeadLetters_IsEmpty()
    {
        using var empty = new TestLake();
        await using var server = await ApiServer.StartAsync(empty);
        var (status, page) = await server.GetAsync("/api/dlq");
        status.ShouldBe(200);
        page.GetProperty("total").GetInt64().ShouldBe(0);
        page.GetProperty("version").GetInt64().ShouldBe(-1);
    }

    [Fact]
    public async Task DamagedFile_IsNamed()
    {
        var table = new DeltaTable(_lake.Layout.Ops("dead_letters"));
        var file = Path.Combine(table.Directory, table.Load()!.Files[0].Path);
        var content = await File.ReadAllBytesAsync(file, TestContext.Current.CancellationToken);
        content[content.Length / 3] ^= 1;
        await File.WriteAllBytesAsync(file, content, TestContext.Current.CancellationToken);

        var (status, problem) = await _server.GetAsync("/api/dlq?to=2024-03-01T00:30:00Z");
        status.ShouldBe(500);
        problem.GetProperty("detail").GetString()!.ShouldContain(Path.GetFileName(file));
        (await _server.GetAsync("/api/dlq?from=2024-03-01T01:00:00Z")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Replay_WithoutStreaming_SaysWhatToDo()
    {
        using var answer = await _server.Client.PostAsJsonAsync(new Uri("/api/dlq/replay", UriKind.Relative), new { dry_run = true }, TestContext.Current.CancellationToken);
        ((int)answer.StatusCode).ShouldBe(503);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        (await answer.Content.ReadAsStringAsync(TestContext.Current.CancellationToken)).ShouldContain("replay-dlq");

        using var bad = await _server.Client.PostAsJsonAsync(new Uri("/api/dlq/replay", UriKind.Relative), new { reason = "none" }, TestContext.Current.CancellationToken);
        ((int)bad.StatusCode).ShouldBe(400);
    }

    private static string Time(int minute) => $"make_timestamp({TestLake.Start + (minute * TestLake.Minute)})";

    private static (string?, string?, long, int?) Payload(JsonElement letter, string name)
    {
        var payload = letter.GetProperty(name);
        var schema = payload.GetProperty("schema_id");
        return (payload.GetProperty("encoding").GetString(), payload.GetProperty("data").GetString(), payload.GetProperty("bytes").GetInt64(), schema.ValueKind == JsonValueKind.Null ? null : schema.GetInt32());
    }
}
