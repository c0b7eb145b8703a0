using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>What makes two schemas one: text, references and metadata. The guids are those of Confluent's server for the same content.</summary>
public sealed class RegistryIdentityTests
{
    private const string Text = """{"type":"string"}""";

    [Fact]
    public async Task A_schema_is_shown_with_the_keys_of_each_answer()
    {
        await using var registry = await RunningRegistry.StartAsync();

        Keys((await registry.SendAsync("POST", "/subjects/a/versions", RunningRegistry.Body(Text))).Body).ShouldBe("guid id schema schemaType version");
        Keys((await registry.SendAsync("POST", "/subjects/a", RunningRegistry.Body(Text))).Body).ShouldBe("guid id schema schemaType subject version");
        Keys((await registry.SendAsync("GET", "/subjects/a/versions/1")).Body).ShouldBe("deleted guid id schema schemaType subject ts version");
        Keys((await registry.SendAsync("GET", "/schemas/ids/1")).Body).ShouldBe("deleted guid schema schemaType subject ts version");
        Keys((await registry.SendAsync("GET", "/schemas/ids/1?subject=a&fetchMaxId=true")).Body).ShouldBe("deleted guid maxId schema schemaType subject ts version");
    }

    [Fact]
    public async Task The_guid_is_the_digest_of_the_content()
    {
        await using var registry = await RunningRegistry.StartAsync();
        var (_, body) = await registry.SendAsync("POST", "/subjects/a/versions", RunningRegistry.Body(Text));

        // md5 of {"type":"string"}
        var guid = body!["guid"]!.ToString();
        guid.ShouldBe("2809284b-6e54-d0d3-4017-715ffe5636bd");
        (await registry.SendAsync("GET", $"/schemas/guids/{guid}")).Body!["schema"]!.ToString().ShouldBe(Text);
        (await registry.SendAsync("GET", $"/schemas/guids/{guid}/ids")).Body!.ToJsonString().ShouldBe("""[{"context":".","id":1}]""");
        (await registry.SendAsync("GET", "/schemas/guids/00000000-0000-0000-0000-000000000000")).Status.ShouldBe(404);
    }

    [Theory]
    [InlineData("""{"maximum":1e2}""", """{"maximum":1E+2}""")]
    [InlineData("""{"maximum":1.50}""", """{"maximum":1.50}""")]
    [InlineData("""{"maximum":0.00000012}""", """{"maximum":1.2E-7}""")]
    [InlineData("""{ "a\/b" : "\u00e9\n" , "x":1, "x":2 }""", "{\"a/b\":\"é\\n\",\"x\":2}")]
    public async Task Text_is_stored_as_it_is_written_anew(string sent, string stored)
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", sent);

        (await registry.SendAsync("GET", "/subjects/a/versions/1")).Body!["schema"]!.ToString().ShouldBe(stored);
    }

    [Fact]
    public async Task Metadata_make_another_schema_and_are_inherited()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", Text);

        var with = await registry.SendAsync("POST", "/subjects/a/versions", WithMetadata(Text, "owner", "x"));
        var again = await registry.SendAsync("POST", "/subjects/a/versions", RunningRegistry.Body("""{"type":["string","null"]}"""));

        ((int)with.Body!["id"]!).ShouldBe(2);
        again.Body!["metadata"]!.ToJsonString().ShouldBe("""{"properties":{"owner":"x"}}""");
        (await registry.SendAsync("GET", "/subjects/a/metadata?key=owner&value=x")).Body!["version"]!.GetValue<int>().ShouldBe(3);
        (await registry.SendAsync("GET", "/subjects/a/metadata?key=owner&value=y")).Body!["error_code"]!.GetValue<int>().ShouldBe(40403);
        (await registry.SendAsync("GET", "/subjects/b/metadata?key=owner&value=y")).Body!["error_code"]!.GetValue<int>().ShouldBe(40401);
    }

    [Fact]
    public async Task Settings_give_metadata_to_every_new_schema()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.SendAsync("PUT", "/config/a", """{"defaultMetadata":{"properties":{"owner":"x","tier":"1"}},"overrideMetadata":{"properties":{"tier":"2"}}}""");

        var (_, body) = await registry.SendAsync("POST", "/subjects/a/versions", WithMetadata(Text, "owner", "y"));

        body!["metadata"]!["properties"]!.ToJsonString().ShouldBe("""{"owner":"y","tier":"2"}""");
        (await registry.SendAsync("POST", "/subjects/a/versions", WithMetadata(Text, "owner", "y"))).Body!["version"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task A_version_can_be_asked_for_and_is_noted()
    {
        await using var registry = await RunningRegistry.StartAsync();
        var first = new JsonObject { ["schemaType"] = "JSON", ["schema"] = Text, ["version"] = 1 };
        var third = new JsonObject { ["schemaType"] = "JSON", ["schema"] = """{"type":["string","null"]}""", ["version"] = 3 };

        (await registry.SendAsync("POST", "/subjects/a/versions", first.ToJsonString())).Body!["metadata"]!["properties"]!["confluent:version"]!.ToString().ShouldBe("1");
        (await registry.SendAsync("POST", "/subjects/a/versions", third.ToJsonString())).Body!["error_code"]!.GetValue<int>().ShouldBe(42201);
    }

    [Fact]
    public async Task A_blank_schema_means_the_latest_one()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("a", Text);

        (await registry.SendAsync("POST", "/subjects/a/versions", """{"metadata":{"properties":{"k":"v"}}}""")).Body!["version"]!.GetValue<int>().ShouldBe(2);
        (await registry.SendAsync("POST", "/subjects/b/versions", "{}")).Body!["message"]!.ToString().ShouldBe("Empty schema");
    }

    private static string Keys(JsonNode? body) => string.Join(' ', body!.AsObject().Select(member => member.Key).Order(StringComparer.Ordinal));

    private static string WithMetadata(string schema, string key, string value) => new JsonObject
    {
        ["schemaType"] = "JSON",
        ["schema"] = schema,
        ["metadata"] = new JsonObject { ["properties"] = new JsonObject { [key] = value } },
    }.ToJsonString();
}
