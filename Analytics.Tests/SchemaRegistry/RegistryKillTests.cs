using System.Collections.Concurrent;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Analytics.Tests.Broker;
using Analytics.Tests.Crash;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>The registry's process is killed again and again while clients register: what it has acknowledged is there, ids are never given twice, versions have no gap.</summary>
[Collection(CrashCollection.Name)]
public sealed class RegistryKillTests
{
    private const int Clients = 8;
    private const int Subjects = 3;
    private const int Seed = 20260104;

    [Fact]
    [Trait("Category", "Drill")]
    public Task Eight_kills() => KillAsync(kills: 8, TimeSpan.FromSeconds(120));

    [Fact]
    [Trait("Category", "Long")]
    public Task A_hundred_kills() => KillAsync(kills: 100, TimeSpan.FromSeconds(580));

    private static async Task KillAsync(int kills, TimeSpan limit)
    {
        using var deadline = new CancellationTokenSource(limit, TimeProvider.System);
        var data = Directory.CreateTempSubdirectory("registry-drill-").FullName;
        var url = $"http://127.0.0.1:{StablePort.Next()}";
        using var http = new HttpClient { BaseAddress = new Uri(url) };
        var acknowledged = new ConcurrentDictionary<(string Subject, string Schema), int>();
        var registry = Start(url, data);
        try
        {
            await ReadyAsync(http, registry, deadline.Token);
            (await http.PutAsJsonAsync("/config", new JsonObject { ["compatibility"] = "NONE" }, deadline.Token)).EnsureSuccessStatusCode();
            using var done = CancellationTokenSource.CreateLinkedTokenSource(deadline.Token);
            var clients = Enumerable.Range(0, Clients).Select(client => RegisterAsync(http, client, acknowledged, done.Token)).ToList();
            var random = new Random(Seed);
            for (var kill = 0; kill < kills; kill++)
            {
                var before = acknowledged.Count;
                await UntilAsync(() => acknowledged.Count > before + 20, deadline.Token);
                await Task.Delay(random.Next(1, 300), deadline.Token);
                await registry.KillAsync(deadline.Token);
                registry.ExitCode.ShouldBe(DrillService.Killed, registry.Output);
                await registry.DisposeAsync();
                registry = Start(url, data);
                await ReadyAsync(http, registry, deadline.Token);
            }

            await done.CancelAsync();
            await Task.WhenAll(clients);
            await VerifyAsync(http, acknowledged, deadline.Token);
        }
        finally
        {
            await registry.DisposeAsync();
            Directory.Delete(data, recursive: true);
        }
    }

    private static DrillService Start(string url, string data) =>
        DrillService.Start("Analytics.SchemaRegistry", new Dictionary<string, string>(), ["--urls", url, "--data", data]);

    /// <summary>One client: new schemas, each tried until it is acknowledged.</summary>
    private static async Task RegisterAsync(HttpClient http, int client, ConcurrentDictionary<(string, string), int> acknowledged, CancellationToken stop)
    {
        for (var number = 0; !stop.IsCancellationRequested; number++)
        {
            var (subject, schema) = ($"s{number % Subjects}", $$"""{"type":"string","title":"{{client}}-{{number}}"}""");
            while (!stop.IsCancellationRequested)
            {
                try
                {
                    using var content = new StringContent(RunningRegistry.Body(schema), Encoding.UTF8, "application/json");
                    using var response = await http.PostAsync($"/subjects/{subject}/versions", content, CancellationToken.None);
                    response.EnsureSuccessStatusCode();
                    acknowledged[(subject, schema)] = (await response.Content.ReadFromJsonAsync<JsonNode>(CancellationToken.None))!["id"]!.GetValue<int>();
                    break;
                }
                catch (Exception error) when (error is HttpRequestException or IOException)
                {
                    await Task.Delay(20, CancellationToken.None);
                }
            }
        }
    }

    private static async Task VerifyAsync(HttpClient http, ConcurrentDictionary<(string Subject, string Schema), int> acknowledged, CancellationToken cancellationToken)
    {
        acknowledged.Values.Distinct().Count().ShouldBe(acknowledged.Count, "an id was given twice");
        var stored = (await http.GetFromJsonAsync<JsonNode[]>("/schemas?subjectPrefix=&limit=1000", cancellationToken))!.ToList();
        for (var page = stored; page.Count == 1000;)
        {
            page = [.. (await http.GetFromJsonAsync<JsonNode[]>($"/schemas?subjectPrefix=&offset={stored.Count}", cancellationToken))!];
            stored.AddRange(page);
        }

        var ids = stored.ToDictionary(entry => (entry["subject"]!.ToString(), entry["schema"]!.ToString()), entry => entry["id"]!.GetValue<int>());
        foreach (var (registration, id) in acknowledged)
        {
            ids.TryGetValue(registration, out var kept).ShouldBeTrue($"lost: {registration}");
            kept.ShouldBe(id);
        }

        // Unacknowledged ones may be there too; at most one a client and kill, and every id and version is taken.
        ids.Values.Order().ShouldBe(Enumerable.Range(1, ids.Count));
        foreach (var subject in stored.GroupBy(entry => entry["subject"]!.ToString()))
        {
            subject.Select(entry => entry["version"]!.GetValue<int>()).Order().ShouldBe(Enumerable.Range(1, subject.Count()), subject.Key);
        }
    }

    private static async Task ReadyAsync(HttpClient http, DrillService registry, CancellationToken cancellationToken)
    {
        while (true)
        {
            registry.HasExited.ShouldBeFalse(registry.Output);
            try
            {
                using var response = await http.GetAsync("/subjects", cancellationToken);
                response.EnsureSuccessStatusCode();
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(20, cancellationToken);
            }
        }
    }

    private static async Task UntilAsync(Func<bool> condition, CancellationToken cancellationToken)
    {
        while (!condition())
        {
            await Task.Delay(5, cancellationToken);
        }
    }
}
