using System.Net;
using System.Text.Json;
using Analytics.Contracts.Commits;
using Shouldly;
using Xunit;

namespace Analytics.Tests.Api;

public sealed class LiveTests : IDisposable
{
    private readonly TestLake _lake = new();

    public void Dispose() => _lake.Dispose();

    [Fact]
    public async Task Once_BeforeAnyWindowIsClosed_HasTheOpenOnes()
    {
        Settle(0, 90);
        await using var server = await ApiServer.StartAsync(_lake);

        var (status, answer) = await server.GetAsync("/api/live/metrics?once=true");

        status.ShouldBe(200, answer.GetRawText());
        Rows(answer).ShouldBe([
            "2024-03-01T00:01:00Z a 10 True", "2024-03-01T00:01:00Z b 10 True", "2024-03-01T00:01:00Z c 10 True",
            "2024-03-01T00:00:00Z a 20 True", "2024-03-01T00:00:00Z b 20 True", "2024-03-01T00:00:00Z c 20 True"]);
    }

    [Fact]
    public async Task Once_SomeWindowsClosed_TakesThemFromTheTable()
    {
        Settle(0, 90);
        _lake.SettleWindows(Window(0, 999), goldVersion: 0, TestLake.Start + TestLake.Minute);
        await using var server = await ApiServer.StartAsync(_lake);

        var (_, answer) = await server.GetAsync("/api/live/metrics?once=true&filter=tenant%20%3D%20'a'");
        Rows(answer).ShouldBe(["2024-03-01T00:01:00Z a 10 True", "2024-03-01T00:00:00Z a 999 False"]);

        var (status, query) = await server.QueryAsync("SELECT sum(events) FROM metrics_live WHERE _open");
        status.ShouldBe(200, query.GetRawText());
        query.GetProperty("rows")[0][0].GetInt64().ShouldBe(30);
    }

    /// <summary>Events that come to gold below what is closed open the window again, until it is computed anew.</summary>
    [Fact]
    public async Task Once_AClosedWindowGainedEvents_IsOpenUntilItIsComputedAnew()
    {
        Settle(0, 30);
        _lake.SettleWindows(Window(0, 10), goldVersion: 0, TestLake.Start + TestLake.Minute);
        Settle(30, 60, stagingVersion: 1);
        await using var server = await ApiServer.StartAsync(_lake);
        Rows((await server.GetAsync("/api/live/metrics?once=true&filter=tenant='a'")).Body).ShouldBe(["2024-03-01T00:00:00Z a 20 True"]);

        _lake.SettleWindows("SELECT * FROM (" + Window(0, 20) + ") WHERE false", goldVersion: 1, TestLake.Start + TestLake.Minute);
        Rows((await server.GetAsync("/api/live/metrics?once=true&filter=tenant='a'")).Body).ShouldBe(["2024-03-01T00:00:00Z a 10 False"]);
    }

    [Fact]
    public async Task Stream_GoldMoves_SendsWhatHasChanged()
    {
        Settle(0, 60);
        await using var server = await ApiServer.StartAsync(_lake, ("Api:Live:Interval", "00:00:00.05"), ("Api:Live:Heartbeat", "00:00:00.2"));
        await using var stream = await OpenAsync(server, "/api/live/metrics");
        await using var other = await OpenAsync(server, "/api/live/metrics");

        var (name, snapshot) = await stream.NextAsync();
        name.ShouldBe("snapshot");
        Rows(snapshot).ShouldBe(["2024-03-01T00:00:00Z a 20 True", "2024-03-01T00:00:00Z b 20 True", "2024-03-01T00:00:00Z c 20 True"]);
        snapshot.GetProperty("key").GetRawText().ShouldBe("""["window_start","tenant"]""");
        await stream.HeartbeatAsync();

        Settle(60, 61, stagingVersion: 1);
        (name, var changes) = await stream.NextAsync();
        name.ShouldBe("changes");
        changes.GetProperty("rows").GetRawText().ShouldBe("""[["2024-03-01T00:01:00Z","2024-03-01T00:02:00Z","a",1,true]]""");
        changes.GetProperty("removed").GetArrayLength().ShouldBe(0);

        _lake.SettleWindows(Window(0, 20), goldVersion: 0, TestLake.Start + TestLake.Minute);
        (name, changes) = await stream.NextAsync();
        name.ShouldBe("changes");
        changes.GetProperty("rows").GetRawText().ShouldBe("""[["2024-03-01T00:00:00Z","2024-03-01T00:01:00Z","a",20,false]]""");
        changes.GetProperty("removed").EnumerateArray().Select(key => key.GetRawText()).Order()
            .ShouldBe(["""["2024-03-01T00:00:00Z","b"]""", """["2024-03-01T00:00:00Z","c"]"""]);

        // Who did not read in between has the same in the end.
        (await other.NextAsync()).Name.ShouldBe("snapshot");
    }

    [Fact]
    public async Task Stream_ManyDifferentViews_AreBounded_AndFreedWhenTheirClientsLeave()
    {
        Settle(0, 60);
        await using var server = await ApiServer.StartAsync(_lake, ("Api:Live:Interval", "00:00:00.05"), ("Api:Live:Views", "1"));
        await using (var stream = await OpenAsync(server, "/api/live/metrics?limit=1"))
        {
            await stream.NextAsync();
            await using var same = await OpenAsync(server, "/api/live/metrics?limit=1");
            (await same.NextAsync()).Name.ShouldBe("snapshot");
            (await server.GetAsync("/api/live/metrics?limit=2")).Status.ShouldBe(503);
        }

        using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
        while (true)
        {
            try
            {
                await using var next = await OpenAsync(server, "/api/live/metrics?limit=2");
                Rows((await next.NextAsync()).Data).Count.ShouldBe(2);
                return;
            }
            catch (HttpRequestException busy) when (busy.StatusCode is HttpStatusCode.ServiceUnavailable)
            {
                // The server learns of a closed connection in its own time.
                await Task.Delay(20, timeout.Token);
            }
        }
    }

    [Fact]
    public async Task Live_WhatCannotWork_IsAProblem()
    {
        await using var server = await ApiServer.StartAsync(_lake);
        Settle(0, 60);
        (await server.GetAsync("/api/live/nothing")).Status.ShouldBe(404);
        (await server.GetAsync("/api/live/events")).Status.ShouldBe(404);
        (await server.GetAsync("/api/live/metrics?limit=-1")).Status.ShouldBe(400);
        var (status, problem) = await server.GetAsync("/api/live/metrics?filter=nonsense%20%3E%201");
        status.ShouldBe(400, problem.GetRawText());
        (await server.GetAsync("/api/live/metrics?filter=read_text('/etc/passwd')%20is%20null")).Status.ShouldBe(403);
    }

    /// <summary>
    /// One client stops reading: the other gets every change meanwhile, and nothing is kept for the first but the newest state, so that what it gets in the
    /// end is a snapshot after a gap.
    /// </summary>
    [Fact]
    public async Task Stream_AClientThatDoesNotRead_CostsNobodyAnything()
    {
        const int Rounds = 30;
        const int Tenants = 5_000;
        Settle(0, 30);
        await using var server = await ApiServer.StartAsync(_lake, ("Api:Live:Interval", "00:00:00.02"));
        Close(0);
        using var slow = new System.Net.Sockets.Socket(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp) { ReceiveBufferSize = 8192 };
        await slow.ConnectAsync(server.Client.BaseAddress!.Host, server.Client.BaseAddress.Port, TestContext.Current.CancellationToken);
        await slow.SendAsync("GET /api/live/metrics?limit=10000 HTTP/1.1\r\nHost: x\r\nAccept: text/event-stream\r\n\r\n"u8.ToArray(), TestContext.Current.CancellationToken);
        await using var reader = new System.Net.Sockets.NetworkStream(slow);
        using var stopped = new StreamReader(reader);
        while (await stopped.ReadLineAsync(TestContext.Current.CancellationToken) is not "event: snapshot")
        {
        }

        await using var other = await OpenAsync(server, "/api/live/metrics?limit=10000");
        (await other.NextAsync()).Name.ShouldBe("snapshot");
        for (var round = 1; round <= Rounds; round++)
        {
            Close(round);
            var (name, changes) = await other.NextAsync();
            name.ShouldBe("changes");
            changes.GetProperty("rows").GetArrayLength().ShouldBe(Tenants);
        }

        var received = new List<(string Name, long Id)>();
        for (var name = ""; received.Count == 0 || received[^1].Id < Rounds + 1;)
        {
            var line = await stopped.ReadLineAsync(TestContext.Current.CancellationToken);
            line.ShouldNotBeNull();
            name = line.StartsWith("event: ", StringComparison.Ordinal) ? line["event: ".Length..] : name;
            if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                received.Add((name, long.Parse(line["id: ".Length..], System.Globalization.CultureInfo.InvariantCulture)));
            }
        }

        received.Count.ShouldBeLessThan(Rounds, "the sockets between them must not hold all of it: more rounds or tenants");
        received.Zip(received.Skip(1)).Where(pair => pair.Second.Id > pair.First.Id + 1).ShouldHaveSingleItem().Second.Name.ShouldBe("snapshot");

        void Close(int round) => _lake.SettleWindows(
            $"""
            SELECT make_timestamp({TestLake.Start}) AS window_start, make_timestamp({TestLake.Start + TestLake.Minute}) AS window_end,
                'tenant with a long name, number ' || lpad(i::VARCHAR, 60, '0') AS tenant, {round} AS events FROM range({Tenants}) AS numbers(i)
            """,
            goldVersion: round,
            closedTo: TestLake.Start + TestLake.Minute,
            replaces: true);
    }

    private static async Task<EventStream> OpenAsync(ApiServer server, string path)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, new Uri(path, UriKind.Relative));
        request.Headers.Accept.ParseAdd("text/event-stream");
        var response = await server.Client.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
        response.EnsureSuccessStatusCode();
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/event-stream");
        return new EventStream(response, new StreamReader(await response.Content.ReadAsStreamAsync()));
    }

    private static IReadOnlyList<string> Rows(JsonElement answer) =>
        [.. answer.GetProperty("rows").EnumerateArray().Select(row => $"{row[0].GetString()} {row[2].GetString()} {row[3].GetInt64()} {row[4].GetBoolean()}")];

    private static string Window(int minute, int events) => $"""
        SELECT make_timestamp({TestLake.Start} + {minute} * {TestLake.Minute}) AS window_start,
            make_timestamp({TestLake.Start} + ({minute} + 1) * {TestLake.Minute}) AS window_end, 'a' AS tenant, {events} AS events
        """;

    private void Settle(int from, int to, long stagingVersion = 0) =>
        _lake.Settle(from, to, new SettlementCounts(to - from, 0, 0), new SettlementCounts(to, 0, 0), stagingVersion);

    private sealed class EventStream(HttpResponseMessage response, StreamReader reader) : IAsyncDisposable
    {
        public async Task<(string Name, JsonElement Data)> NextAsync()
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            string? name = null;
            while (await reader.ReadLineAsync(timeout.Token) is { } line)
            {
                if (line.StartsWith("event: ", StringComparison.Ordinal))
                {
                    name = line["event: ".Length..];
                }
                else if (line.StartsWith("data: ", StringComparison.Ordinal))
                {
                    return (name!, JsonSerializer.Deserialize<JsonElement>(line["data: ".Length..]));
                }
            }

            throw new EndOfStreamException();
        }

        public async Task HeartbeatAsync()
        {
            using var timeout = new CancellationTokenSource(TimeSpan.FromSeconds(30));
            while (await reader.ReadLineAsync(timeout.Token) is not ": heartbeat")
            {
            }
        }

        public ValueTask DisposeAsync()
        {
            reader.Dispose();
            response.Dispose();
            return ValueTask.CompletedTask;
        }
    }
}
