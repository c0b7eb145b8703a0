using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>Levels, modes, aliases and what else is set globally, per context and per subject.</summary>
public sealed class RegistrySettingsTests
{
    private const string Text = """{"type":"string"}""";

    [Theory]
    [InlineData("GET", "/config", null, 200, """{"compatibilityLevel":"BACKWARD"}""")]
    [InlineData("GET", "/config/a?defaultToGlobal=true", null, 200, """{"compatibilityLevel":"BACKWARD"}""")]
    [InlineData("PUT", "/config", """{"compatibility":"full"}""", 200, """{"compatibility":"FULL"}""")]
    [InlineData("PUT", "/config/a", """{"alias":"b","compatibilityPolicy":"lenient"}""", 200, """{"alias":"b","compatibilityPolicy":"LENIENT"}""")]
    [InlineData("DELETE", "/config", null, 200, """{"compatibilityLevel":"BACKWARD"}""")]
    [InlineData("GET", "/mode", null, 200, """{"mode":"READWRITE"}""")]
    [InlineData("PUT", "/mode/a", """{"mode":"readonly"}""", 200, """{"mode":"readonly"}""")]
    [InlineData("DELETE", "/mode", null, 200, """{"mode":"READWRITE"}""")]
    [InlineData("GET", "/contexts", null, 200, """["."]""")]
    public async Task A_fresh_registry_answers(string method, string path, string? body, int status, string answer)
    {
        await using var registry = await RunningRegistry.StartAsync();

        var (actual, found) = await registry.SendAsync(method, path, body);

        actual.ShouldBe(status);
        found!.ToJsonString().ShouldBe(answer);
    }

    [Theory]
    [InlineData("PUT", "/config", """{"compatibility":"sideways"}""", 422, 42203)]
    [InlineData("PUT", "/config", "{", 400, 400)]
    [InlineData("PUT", "/config", "null", 422, 422)]
    [InlineData("PUT", "/config", """{"normalize":"maybe"}""", 400, 400)]
    [InlineData("PUT", "/config/__GLOBAL", """{"compatibility":"FULL"}""", 422, 42208)]
    [InlineData("PUT", "/mode", """{"mode":"UPSIDEDOWN"}""", 422, 42204)]
    [InlineData("PUT", "/mode/a", """{"mode":"FORWARD"}""", 422, 42204)]
    [InlineData("PUT", "/mode", "{}", 500, 500)]
    [InlineData("DELETE", "/config/a", null, 404, 40401)]
    [InlineData("DELETE", "/mode/a", null, 404, 40401)]
    public async Task What_makes_no_sense_is_refused(string method, string path, string? body, int status, int code)
    {
        await using var registry = await RunningRegistry.StartAsync();

        var (actual, answer) = await registry.SendAsync(method, path, body);

        (actual, (int)answer!["error_code"]!).ShouldBe((status, code));
    }

    [Fact]
    public async Task A_change_of_settings_leaves_what_it_does_not_mention()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.SendAsync("PUT", "/config/a", """{"compatibility":"FULL","alias":"b"}""");

        (await registry.SendAsync("PUT", "/config/a", """{"normalize":true}""")).Body!.ToJsonString().ShouldBe("""{"alias":"b","normalize":true,"compatibility":"FULL"}""");
        (await registry.SendAsync("PUT", "/config/a", """{"alias":null}""")).Body!.ToJsonString().ShouldBe("""{"normalize":true,"compatibility":"FULL"}""");
        (await registry.SendAsync("GET", "/config/a")).Body!.ToJsonString().ShouldBe("""{"normalize":true,"compatibilityLevel":"FULL"}""");
        (await registry.SendAsync("DELETE", "/config/a")).Body!.ToJsonString().ShouldBe("""{"normalize":true,"compatibilityLevel":"FULL"}""");
    }

    [Fact]
    public async Task An_alias_stands_for_a_subject()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("long", Text);
        await registry.SendAsync("PUT", "/config/short", """{"alias":"long"}""");

        (await registry.SendAsync("GET", "/subjects/short/versions")).Body!.ToJsonString().ShouldBe("[1]");
        (await registry.SendAsync("GET", "/schemas?aliases=true")).Body![0]!["aliases"]!.ToJsonString().ShouldBe("""["short"]""");
        (await registry.RegisterAsync("short", """{"type":["string","null"]}""")).ShouldBe((200, 2));
        (await registry.SendAsync("GET", "/subjects")).Body!.ToJsonString().ShouldBe("""["long"]""");
    }

    [Fact]
    public async Task Groups_are_compatible_within_themselves()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.SendAsync("PUT", "/config/a", """{"compatibilityGroup":"major"}""");
        static string Of(string type, string major) =>
            """{"schemaType":"JSON","schema":"{\"type\":\"T\"}","metadata":{"properties":{"major":"M"}}}""".Replace("T\\", $"{type}\\", StringComparison.Ordinal)
                .Replace("\"M\"", $"\"{major}\"", StringComparison.Ordinal);
        await registry.SendAsync("POST", "/subjects/a/versions", Of("string", "1"));

        (await registry.SendAsync("POST", "/subjects/a/versions", Of("integer", "1"))).Status.ShouldBe(409);
        (await registry.SendAsync("POST", "/subjects/a/versions", Of("integer", "2"))).Status.ShouldBe(200);
        (await registry.SendAsync("POST", "/subjects/a/versions", Of("number", "2"))).Status.ShouldBe(200);
    }

    [Fact]
    public async Task An_import_gives_ids_and_versions_and_checks_nothing()
    {
        await using var registry = await RunningRegistry.StartAsync();
        static string Of(string schema, int id, int version) => $$"""{"schemaType":"JSON","schema":"{{schema}}","id":{{id}},"version":{{version}}}""";

        (await registry.SendAsync("POST", "/subjects/a/versions", Of("{}", 7, 3))).Body!["error_code"]!.GetValue<int>().ShouldBe(42205);
        await registry.SendAsync("PUT", "/mode/a", """{"mode":"IMPORT"}""");
        (await registry.SendAsync("POST", "/subjects/a/versions", Of("{}", 7, 3))).Body!["id"]!.GetValue<int>().ShouldBe(7);
        (await registry.SendAsync("POST", "/subjects/a/versions", Of("true", 7, 4))).Body!["error_code"]!.GetValue<int>().ShouldBe(42205);
        (await registry.RegisterAsync("a", "true")).ShouldBe((422, 42205));
        (await registry.SendAsync("GET", "/subjects/a/versions")).Body!.ToJsonString().ShouldBe("[3]");
        (await registry.SendAsync("PUT", "/mode", """{"mode":"IMPORT"}""")).Body!["error_code"]!.GetValue<int>().ShouldBe(42205);
        (await registry.SendAsync("PUT", "/mode?force=true", """{"mode":"IMPORT"}""")).Status.ShouldBe(200);
        await registry.SendAsync("DELETE", "/mode");
        (await registry.RegisterAsync("b", Text)).ShouldBe((200, 8));
    }

    [Fact]
    public async Task A_read_only_registry_takes_no_change()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", Text);
        await registry.SendAsync("PUT", "/mode", """{"mode":"READONLY"}""");

        (await registry.SendAsync("DELETE", "/subjects/a")).Body!["message"]!.ToString().ShouldBe("Subject a in context  is in read-only mode");
        (await registry.SendAsync("DELETE", "/subjects/a/versions/1")).Body!["error_code"]!.GetValue<int>().ShouldBe(42205);
        (await registry.SendAsync("PUT", "/config", """{"compatibility":"NONE"}""")).Body!["error_code"]!.GetValue<int>().ShouldBe(42205);
        (await registry.SendAsync("PUT", "/mode/a", """{"mode":"READWRITE"}""")).Status.ShouldBe(200);
        (await registry.SendAsync("DELETE", "/subjects/a/versions/1")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task A_subjects_settings_go_with_its_last_version()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", Text);
        await registry.SendAsync("PUT", "/config/a", """{"compatibility":"NONE"}""");
        await registry.SendAsync("DELETE", "/subjects/a/versions/1");
        await registry.SendAsync("DELETE", "/subjects/a/versions/1?permanent=true");

        (await registry.SendAsync("GET", "/config/a")).Status.ShouldBe(404);
    }
}
