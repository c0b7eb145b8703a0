using System.Text.Json.Nodes;
using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Schemas;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>
/// json-schema-compatibility.json: the compatibility cases of Confluent Schema Registry's own tests (json-schema-provider, Apache-2.0), each with the verdict
/// and the changes that block.
/// </summary>
public sealed class CompatibilityTests
{
    private const string Closed = """{"type":"object","properties":{"a":{"type":"string"}},"additionalProperties":false}""";

    [Fact]
    public void Every_case_of_Confluent_has_its_verdict_and_its_reasons()
    {
        var cases = JsonNode.Parse(File.ReadAllText(TestData.Find("Analytics.Tests/SchemaRegistry/json-schema-compatibility.json")))!.AsArray();
        var wrong = new List<string>();
        foreach (var entry in cases)
        {
            var found = Compare(entry!["original"]!.ToJsonString(), entry["update"]!.ToJsonString());
            var blocking = found.Blocking.Select(change => change.Name).Distinct().Order(StringComparer.Ordinal);
            var expected = entry["blocking"]!.AsArray().Select(name => name!.ToString()).Distinct().Order(StringComparer.Ordinal);
            if (found.IsCompatible != (bool)entry["backward"]! || !blocking.SequenceEqual(expected))
            {
                wrong.Add($"{entry["name"]}: {string.Join(' ', found.All)}");
            }
        }

        cases.Count.ShouldBe(263);
        wrong.ShouldBeEmpty();
    }

    [Fact]
    public void A_recursive_schema_is_compared_to_its_end()
    {
        const string Before = """{"$ref":"#/definitions/n","definitions":{"n":{"type":"object","properties":{"next":{"$ref":"#/definitions/n"},"v":{"type":"integer"}}}}}""";
        var after = Before.Replace("\"integer\"", "\"string\"", StringComparison.Ordinal);

        Compare(Before, Before).IsCompatible.ShouldBeTrue();
        Compare(Before, after).IsCompatible.ShouldBeFalse();
    }

    [Theory]
    [InlineData("""{"$ref":"#"}""")]
    [InlineData("""{"$schema":"https://json-schema.org/draft/2020-12/schema","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}},"$ref":"#/$defs/a"}""")]
    public void References_in_a_circle_end(string schema) => Compare(schema, schema).IsCompatible.ShouldBeTrue();

    [Fact]
    public void The_lenient_policy_lets_an_optional_property_into_an_open_object()
    {
        const string Before = """{"type":"object","properties":{"a":{"type":"string"}}}""";
        const string After = """{"type":"object","properties":{"a":{"type":"string"},"b":{"type":"string"}}}""";

        Compare(Before, After, "STRICT").IsCompatible.ShouldBeFalse();
        Compare(Before, After, "LENIENT").IsCompatible.ShouldBeTrue();
    }

    [Theory]
    [InlineData("NONE", 200)]
    [InlineData("BACKWARD", 409)]
    [InlineData("FORWARD", 200)]
    [InlineData("FULL", 409)]
    public async Task The_level_decides_what_is_registered(string level, int expected)
    {
        // Old data may lack b: new readers can't read them, old readers read the new data all the same.
        var narrowed = Closed.Replace("\"a\":{\"type\":\"string\"}", "\"a\":{\"type\":\"string\",\"maxLength\":3}", StringComparison.Ordinal);
        await using var registry = await RunningRegistry.StartAsync();
        await registry.RegisterAsync("s", Closed);
        await registry.SendAsync("PUT", "/config/s", $$"""{"compatibility":"{{level}}"}""");

        (await registry.RegisterAsync("s", narrowed)).Status.ShouldBe(expected);
    }

    /// <summary>Found by comparing thousands of random pairs with Confluent's own comparison.</summary>
    [Theory]
    [InlineData("""{"type":"array","items":{"type":"string"}}""", """{"type":"array","items":{"type":"string"},"additionalItems":false}""", true)]
    [InlineData("""{"type":"array","items":{},"additionalItems":false}""", """{"type":"array","items":[{"type":"string"}],"additionalItems":false}""", false)]
    public void Beside_a_schema_for_all_items_additionalItems_says_nothing(string before, string after, bool compatible) => Compare(before, after).IsCompatible.ShouldBe(compatible);

    [Theory]
    [InlineData("http://json-schema.org/draft-04/schema#", 422)]
    [InlineData("https://json-schema.org/schema", 422)]
    [InlineData("http://json-schema.org/draft-06/schema#", 200)]
    public async Task Draft_04_has_no_boolean_schemas(string draft, int expected)
    {
        await using var registry = await RunningRegistry.StartAsync();

        (await registry.RegisterAsync("a", $$"""{"$schema":"{{draft}}","items":true}""")).Status.ShouldBe(expected);
        (await registry.RegisterAsync("b", $$"""{"$schema":"{{draft}}","additionalItems":false,"additionalProperties":true}""")).Status.ShouldBe(200);
    }

    [Fact]
    public async Task Transitive_levels_look_at_every_version()
    {
        await using var registry = await RunningRegistry.StartAsync();
        await registry.SendAsync("PUT", "/config/s", """{"compatibility":"NONE"}""");
        await registry.RegisterAsync("s", """{"type":"string"}""");
        await registry.RegisterAsync("s", """{"type":"integer"}""");

        await registry.SendAsync("PUT", "/config/s", """{"compatibility":"BACKWARD"}""");
        var last = await registry.SendAsync("POST", "/compatibility/subjects/s/versions", RunningRegistry.Body("""{"type":"number"}"""));
        await registry.SendAsync("PUT", "/config/s", """{"compatibility":"BACKWARD_TRANSITIVE"}""");
        var all = await registry.SendAsync("POST", "/compatibility/subjects/s/versions?verbose=true", RunningRegistry.Body("""{"type":"number"}"""));
        var latest = await registry.SendAsync("POST", "/compatibility/subjects/s/versions/latest", RunningRegistry.Body("""{"type":"number"}"""));

        ((bool)last.Body!["is_compatible"]!).ShouldBeTrue();
        ((bool)all.Body!["is_compatible"]!).ShouldBeFalse();
        all.Body["messages"]![0]!.ToString().ShouldContain("TYPE_CHANGED");
        ((bool)latest.Body!["is_compatible"]!).ShouldBeTrue();
    }

    private static Differences Compare(string original, string update, string? policy = null) =>
        SchemaComparison.Compare(ResolvedSchema.Alone(original), ResolvedSchema.Alone(update), policy);
}
