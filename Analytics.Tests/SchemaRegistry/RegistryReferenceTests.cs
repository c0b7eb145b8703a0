using System.Text.Json.Nodes;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>Schemas that name others.</summary>
public sealed class RegistryReferenceTests
{
    private const string Address = """{"type":"object","properties":{"city":{"type":"string"}},"additionalProperties":false}""";
    private const string Person = """{"type":"object","properties":{"home":{"$ref":"address.json"}},"additionalProperties":false}""";

    [Fact]
    public async Task A_referenced_version_knows_its_referrers_and_stays()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("address", Address);

        (await registry.SendAsync("POST", "/subjects/person/versions", Referring(Person, "address", 1))).Body!["id"]!.GetValue<int>().ShouldBe(2);

        (await registry.SendAsync("GET", "/subjects/address/versions/1/referencedby")).Body!.ToJsonString().ShouldBe("[2]");
        (await registry.SendAsync("GET", "/subjects/person/versions/1")).Body!["references"]!.ToJsonString()
            .ShouldBe("""[{"name":"address.json","subject":"address","version":1}]""");
        var refused = await registry.SendAsync("DELETE", "/subjects/address/versions/1");
        refused.Body!["error_code"]!.GetValue<int>().ShouldBe(42206);
        refused.Body["message"]!.ToString().ShouldBe("One or more references exist to the schema {magic=1,keytype=SCHEMA,subject=address,version=1}.");
        (await registry.SendAsync("DELETE", "/subjects/address")).Body!["error_code"]!.GetValue<int>().ShouldBe(42206);
        await registry.SendAsync("DELETE", "/subjects/person");
        (await registry.SendAsync("DELETE", "/subjects/address/versions/1")).Status.ShouldBe(200);
        (await registry.SendAsync("DELETE", "/subjects/address/versions/1?permanent=true")).Body!["error_code"]!.GetValue<int>().ShouldBe(42206);
    }

    [Theory]
    [InlineData("address", 2)]
    [InlineData("street", 1)]
    public async Task A_reference_to_nothing_is_refused(string subject, int version)
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("address", Address);

        (await registry.SendAsync("POST", "/subjects/person/versions", Referring(Person, subject, version))).Body!["error_code"]!.GetValue<int>().ShouldBe(42201);
    }

    [Fact]
    public async Task The_latest_version_is_pinned_when_it_is_registered()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("address", Address);

        await registry.SendAsync("POST", "/subjects/person/versions", Referring(Person, "address", -1));

        (await registry.SendAsync("GET", "/subjects/person/versions/1")).Body!["references"]![0]!["version"]!.GetValue<int>().ShouldBe(1);
    }

    [Fact]
    public async Task What_a_reference_leads_to_is_compared()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("address", Address);
        await registry.SendAsync("POST", "/subjects/person/versions", Referring(Person, "address", 1));
        await registry.RegisterAsync("other", Address.Replace("\"string\"", "\"integer\"", StringComparison.Ordinal));
        await registry.RegisterAsync("same", Address.Replace("\"city\":", "\"zip\":{\"type\":\"string\"},\"city\":", StringComparison.Ordinal));

        var changed = await registry.SendAsync("POST", "/compatibility/subjects/person/versions/latest?verbose=true", Referring(Person, "other", 1));
        var extended = await registry.SendAsync("POST", "/compatibility/subjects/person/versions/latest", Referring(Person, "same", 1));

        ((bool)changed.Body!["is_compatible"]!).ShouldBeFalse();
        changed.Body["messages"]![0]!.ToString().ShouldBe(
            "{errorType:\"TYPE_CHANGED\", description:\"A type at path '#/properties/home/properties/city' is different between the new schema and the old schema'}");
        ((bool)extended.Body!["is_compatible"]!).ShouldBeTrue();
    }

    private static string Referring(string schema, string subject, int version) => new JsonObject
    {
        ["schemaType"] = "JSON",
        ["schema"] = schema,
        ["references"] = new JsonArray(new JsonObject { ["name"] = "address.json", ["subject"] = subject, ["version"] = version }),
    }.ToJsonString();
}
