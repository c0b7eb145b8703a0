using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>What several registries on one topic promise, on whatever speaks Kafka's protocol.</summary>
internal static class SharedTopic
{
    private const int Clients = 50;

    public static KeyValuePair<string, string?>[] Settings(string bootstrapServers) => [new("ConnectionStrings:kafka", bootstrapServers), new("Registry:Topic", "_schemas")];

    public static async Task AgreeAsync(string bootstrapServers)
    {
        await using var first = await RunningRegistry.StartAsync(Settings(bootstrapServers));
        await using var second = await RunningRegistry.StartAsync(Settings(bootstrapServers));
        await first.SendAsync("PUT", "/config", """{"compatibility":"NONE"}""");
        RunningRegistry[] both = [first, second];

        // One schema from many clients of both.
        var same = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => both[i % 2].RegisterAsync("a", """{"type":"string"}""")));
        same.Distinct().ShouldBe([(200, 1)]);

        // Different ones at once.
        var different = await Task.WhenAll(Enumerable.Range(0, Clients).Select(i => both[i % 2].RegisterAsync("b", $$"""{"maxLength":{{i}}}""")));
        different.Select(answer => answer.Status).Distinct().ShouldBe([200]);
        different.Select(answer => answer.Number).Order().ShouldBe(Enumerable.Range(2, Clients));

        // A change through one is the ground of the next through the other.
        (await second.SendAsync("DELETE", "/subjects/b/versions/7")).Status.ShouldBe(200);
        (await first.SendAsync("DELETE", "/subjects/b/versions/7")).Body!["error_code"]!.GetValue<int>().ShouldBe(40406);
        (await second.SendAsync("DELETE", "/subjects/b/versions/7?permanent=true")).Status.ShouldBe(200);
        (await first.SendAsync("PUT", "/mode", """{"mode":"READONLY"}""")).Status.ShouldBe(200);
        (await second.RegisterAsync("c", "{}")).ShouldBe((422, 42205));

        await using var third = await RunningRegistry.StartAsync(Settings(bootstrapServers));
        var versions = Enumerable.Range(1, Clients).Where(version => version != 7).ToList();
        foreach (var registry in (RunningRegistry[])[first, second, third])
        {
            await SeesAsync(registry, "/subjects/b/versions", $"[{string.Join(',', versions)}]");
            await SeesAsync(registry, "/subjects", """["a","b"]""");
            await SeesAsync(registry, "/mode", """{"mode":"READONLY"}""");
            await SeesAsync(registry, "/config", """{"compatibilityLevel":"NONE"}""");
        }

        await first.RestartAsync();
        await SeesAsync(first, "/subjects/b/versions", $"[{string.Join(',', versions)}]");
    }

    /// <summary>Waits until a registry has read what another one has written.</summary>
    private static async Task SeesAsync(RunningRegistry registry, string path, string expected)
    {
        var seen = "";
        for (var i = 0; i < 200 && seen != expected; i++)
        {
            seen = (await registry.SendAsync("GET", path)).Body!.ToJsonString();
            await Task.Delay(seen == expected ? 0 : 25, TestContext.Current.CancellationToken);
        }

        seen.ShouldBe(expected, path);
    }
}
