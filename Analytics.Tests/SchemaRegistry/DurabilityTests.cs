using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Storage;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

public sealed class DurabilityTests
{
    [Fact]
    public async Task Everything_is_there_after_a_restart()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", """{"type":"string"}""");
        await registry.RegisterAsync("a", """{"type":["string","null"]}""");
        await registry.SendAsync("PUT", "/config/a", """{"compatibility":"FULL"}""");
        await registry.SendAsync("PUT", "/mode", """{"mode":"READONLY"}""");

        await registry.RestartAsync();

        (await registry.SendAsync("GET", "/subjects/a/versions")).Body!.ToJsonString().ShouldBe("[1,2]");
        (await registry.SendAsync("GET", "/schemas/ids/2/schema")).Body!.ToJsonString().ShouldBe("""{"type":["string","null"]}""");
        (await registry.SendAsync("GET", "/config/a")).Body!["compatibilityLevel"]!.ToString().ShouldBe("FULL");
        (await registry.SendAsync("GET", "/mode")).Body!["mode"]!.ToString().ShouldBe("READONLY");
    }

    [Fact]
    public async Task An_id_is_not_given_again_even_when_its_schema_is_gone()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", """{"type":"string"}""");
        await registry.SendAsync("DELETE", "/subjects/a");
        await registry.SendAsync("DELETE", "/subjects/a?permanent=true");

        await registry.RestartAsync();

        (await registry.RegisterAsync("b", """{"type":"integer"}""")).ShouldBe((200, 2));
    }

    [Theory]
    [InlineData("{\"ts\":1,\"records\":[{\"key\":{\"keyt")]
    [InlineData("{\"ts\":1,\"records\":[{\n")]
    public async Task A_torn_last_line_is_cut_off(string torn)
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", """{"type":"string"}""");

        await registry.RestartAsync(() => File.AppendAllText(registry.LogFile, torn));

        (await registry.SendAsync("GET", "/subjects")).Body!.ToJsonString().ShouldBe("""["a"]""");
        (await registry.RegisterAsync("b", """{"type":"integer"}""")).ShouldBe((200, 2));
        await registry.RestartAsync();
        (await registry.SendAsync("GET", "/subjects")).Body!.ToJsonString().ShouldBe("""["a","b"]""");
    }

    [Fact]
    public async Task A_damaged_line_in_the_middle_stops_the_start_and_is_named()
    {
        var folder = Directory.CreateTempSubdirectory("registry-");
        try
        {
            await File.WriteAllTextAsync(Path.Combine(folder.FullName, FileStore.FileName), "{\"ts\":1,\"records\":[]}\nrubbish\n{\"ts\":1,\"records\":[]}\n");
            await using var store = new FileStore(folder.FullName, TimeProvider.System);

            (await Should.ThrowAsync<RegistryStartException>(() => store.OpenAsync(_ => { }, CancellationToken.None))).Message.ShouldContain("registry.jsonl:2");
        }
        finally
        {
            folder.Delete(recursive: true);
        }
    }

    [Fact]
    public async Task A_folder_has_one_registry()
    {
        await using var registry = await RunningRegistry.StartAsync();

        await using var second = new FileStore(Path.GetDirectoryName(registry.LogFile)!, TimeProvider.System);

        (await Should.ThrowAsync<RegistryStartException>(() => second.OpenAsync(_ => { }, CancellationToken.None))).Message.ShouldContain("in use");
    }

    [Fact]
    public async Task One_schema_from_fifty_clients_gets_one_id()
    {
        await using var registry = await RunningRegistry.StartAsync();

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(_ => registry.RegisterAsync("a", """{"type":"string"}""")));

        answers.Distinct().ShouldBe([(200, 1)]);
        (await registry.SendAsync("GET", "/subjects/a/versions")).Body!.ToJsonString().ShouldBe("[1]");
    }

    [Fact]
    public async Task Fifty_schemas_at_once_get_fifty_ids_and_contiguous_versions()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.SendAsync("PUT", "/config", """{"compatibility":"NONE"}""");

        var answers = await Task.WhenAll(Enumerable.Range(0, 50).Select(i => registry.RegisterAsync("a", $$"""{"type":"string","maxLength":{{i}}}""")));

        answers.Select(answer => answer.Number).Order().ShouldBe(Enumerable.Range(1, 50));
        (await registry.SendAsync("GET", "/subjects/a/versions")).Body!.AsArray().Select(version => (int)version!).ShouldBe(Enumerable.Range(1, 50));
    }
}
