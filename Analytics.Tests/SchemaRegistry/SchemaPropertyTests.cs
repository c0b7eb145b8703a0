using System.Text.Json.Nodes;
using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;
using CsCheck;
using Shouldly;
using Xunit;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>What holds for every schema.</summary>
public sealed class SchemaPropertyTests
{
    private const string Added = "added";

    [Fact]
    public void A_canonical_text_is_its_own_canonical_text() => RandomSchemas.Text.Sample(schema =>
    {
        var canonical = SchemaText.Canonical(schema, normalize: false);
        var normal = SchemaText.Canonical(schema, normalize: true);
        SchemaText.Canonical(canonical, normalize: false).ShouldBe(canonical);
        SchemaText.Canonical(normal, normalize: true).ShouldBe(normal);
        SchemaText.Canonical(canonical, normalize: true).ShouldBe(normal);
        JsonNode.DeepEquals(JsonNode.Parse(schema), JsonNode.Parse(normal)).ShouldBeTrue();
    });

    [Fact]
    public void White_space_and_order_of_keys_vanish() => Gen.Select(RandomSchemas.Text, Gen.Int).Sample((schema, seed) =>
    {
        var shuffled = Shuffle(JsonNode.Parse(schema)!, new Random(seed)).ToJsonString(new System.Text.Json.JsonSerializerOptions { WriteIndented = true });
        SchemaText.Canonical(shuffled, normalize: true).ShouldBe(SchemaText.Canonical(schema, normalize: true));
    });

    [Fact]
    public void A_schema_is_compatible_with_itself() => Gen.Select(RandomSchemas.Text, RandomSchemas.AnyOf("STRICT", "LENIENT"), RandomSchemas.AnyOf("BACKWARD", "FORWARD", "FULL_TRANSITIVE"))
        .Sample((schema, policy, level) => Check(schema, schema, level, policy).ShouldBeEmpty(schema));

    [Fact]
    public void A_closed_object_takes_an_optional_property() => Gen.Select(RandomSchemas.Object(open: false), RandomSchemas.Object(open: true)).Sample((schema, property) =>
        Check(schema.ToJsonString(), With(schema, property).ToJsonString(), "BACKWARD", policy: null).ShouldBeEmpty());

    /// <summary>Old data may hold anything under the new name: strict only lets the empty schema in, lenient all.</summary>
    [Fact]
    public void An_open_object_takes_an_optional_property_leniently() => Gen.Select(RandomSchemas.Object(open: true), RandomSchemas.Object(open: true)).Sample((schema, property) =>
    {
        var (before, after) = (schema.ToJsonString(), With(schema, property).ToJsonString());
        Check(before, after, "BACKWARD", "STRICT").ShouldNotBeEmpty();
        Check(before, after, "BACKWARD", "LENIENT").ShouldBeEmpty();
        Check(before, With(schema, []).ToJsonString(), "BACKWARD", "STRICT").ShouldBeEmpty();
        Check(after, before, "BACKWARD", "STRICT").ShouldBeEmpty();
    });

    [Fact]
    public void What_is_compatible_backward_is_compatible_forward_the_other_way_round() => Gen.Select(RandomSchemas.Text, RandomSchemas.Text).Sample((first, second) =>
        Check(first, second, "BACKWARD", policy: null).Count.ShouldBe(Check(second, first, "FORWARD", policy: null).Count));

    private static IReadOnlyList<string> Check(string earlier, string candidate, string level, string? policy) => CompatibilityCheck.Run(
        ResolvedSchema.Alone(SchemaText.Canonical(candidate, normalize: false)),
        metadata: null,
        [new EarlierVersion(1, SchemaContent.JsonType, ResolvedSchema.Alone(SchemaText.Canonical(earlier, normalize: false)), Metadata: null)],
        new RegistryConfig(CompatibilityLevel: level, CompatibilityPolicy: policy));

    private static JsonObject With(JsonObject schema, JsonObject property)
    {
        var wider = (JsonObject)schema.DeepClone();
        wider["properties"]!.AsObject()[Added] = property.DeepClone();
        return wider;
    }

    private static JsonNode Shuffle(JsonNode node, Random random) => node switch
    {
        JsonObject members => new JsonObject(members.OrderBy(_ => random.Next()).Select(member => KeyValuePair.Create(member.Key, member.Value is null ? null : (JsonNode?)Shuffle(member.Value, random)))),
        JsonArray items => new JsonArray([.. items.Select(item => item is null ? null : Shuffle(item, random))]),
        _ => node.DeepClone(),
    };
}
