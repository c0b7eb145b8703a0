using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>Contexts: subjects and ids of their own within one registry.</summary>
public sealed class RegistryContextTests
{
    private const string Text = """{"type":"string"}""";

    [Fact]
    public async Task A_context_has_subjects_and_ids_of_its_own()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", """{"type":"integer"}""");

        (await registry.RegisterAsync(":.staging:a", Text)).ShouldBe((200, 1));

        (await registry.SendAsync("GET", "/contexts")).Body!.ToJsonString().ShouldBe("""[".",".staging"]""");
        (await registry.SendAsync("GET", "/subjects")).Body!.ToJsonString().ShouldBe("""[":.staging:a","a"]""");
        (await registry.SendAsync("GET", "/subjects?subjectPrefix=")).Body!.ToJsonString().ShouldBe("""["a"]""");
        (await registry.SendAsync("GET", "/subjects?subjectPrefix=:.staging:")).Body!.ToJsonString().ShouldBe("""[":.staging:a"]""");
        (await registry.SendAsync("GET", "/subjects?subjectPrefix=:*:a")).Body!.ToJsonString().ShouldBe("""[":.staging:a","a"]""");
        (await registry.SendAsync("GET", "/contexts/.staging/subjects")).Body!.ToJsonString().ShouldBe("""[":.staging:a"]""");
        (await registry.SendAsync("GET", "/contexts/staging/subjects/a/versions/1")).Body!["schema"]!.ToString().ShouldBe(Text);
        (await registry.SendAsync("GET", "/contexts/.staging/schemas/ids/1")).Body!["schema"]!.ToString().ShouldBe(Text);
        (await registry.SendAsync("GET", "/schemas/ids/1?subject=:.staging:")).Body!["schema"]!.ToString().ShouldBe(Text);
        (await registry.SendAsync("GET", "/schemas/ids/1")).Body!["schema"]!.ToString().ShouldBe("""{"type":"integer"}""");
    }

    [Fact]
    public async Task A_bare_name_is_looked_for_in_every_context()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync(":.staging:a", Text);

        (await registry.SendAsync("GET", "/subjects/a/versions/1")).Body!["subject"]!.ToString().ShouldBe(":.staging:a");
        (await registry.SendAsync("POST", "/subjects/a", RunningRegistry.Body(Text))).Body!["subject"]!.ToString().ShouldBe(":.staging:a");
        (await registry.SendAsync("GET", "/subjects/a/versions")).Body!["error_code"]!.GetValue<int>().ShouldBe(40401);
        (await registry.SendAsync("GET", "/subjects/:.other:a/versions/1")).Status.ShouldBe(404);
    }

    [Fact]
    public async Task A_context_has_settings_of_its_own()
    {
        await using var registry = await RunningRegistry.StartAsync();

        await registry.SendAsync("PUT", "/contexts/.staging/config", """{"compatibility":"NONE"}""");
        await registry.SendAsync("PUT", "/config/:.__GLOBAL:", """{"compatibility":"FULL"}""");

        (await registry.SendAsync("GET", "/config/:.staging:a?defaultToGlobal=true")).Body!["compatibilityLevel"]!.ToString().ShouldBe("NONE");
        (await registry.SendAsync("GET", "/contexts/.other/config/a?defaultToGlobal=true")).Body!["compatibilityLevel"]!.ToString().ShouldBe("FULL");
    }

    [Fact]
    public async Task An_empty_context_can_be_deleted()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync(":.staging:a", Text);

        (await registry.SendAsync("DELETE", "/contexts/.staging")).Body!["error_code"]!.GetValue<int>().ShouldBe(42211);
        await registry.SendAsync("DELETE", "/subjects/:.staging:a");
        await registry.SendAsync("DELETE", "/subjects/:.staging:a?permanent=true");
        using var deleted = await registry.Http.DeleteAsync("/contexts/.staging");

        ((int)deleted.StatusCode).ShouldBe(204);
        (await registry.SendAsync("GET", "/contexts")).Body!.ToJsonString().ShouldBe("""["."]""");
    }
}
