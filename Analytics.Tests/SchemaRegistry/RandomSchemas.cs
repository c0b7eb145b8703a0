using System.Text.Json.Nodes;
using CsCheck;

namespace Analytics.Tests.SchemaRegistry;

/// <summary>Random JSON Schemas of every draft, as text.</summary>
internal static class RandomSchemas
{
    private static readonly string[] Drafts =
    [
        "http://json-schema.org/draft-04/schema#",
        "http://json-schema.org/draft-06/schema#",
        "http://json-schema.org/draft-07/schema#",
        "https://json-schema.org/draft/2019-09/schema",
        "https://json-schema.org/draft/2020-12/schema",
    ];

    private static readonly string[] Names = ["a", "b", "é", "\"", "a/b", "~"];

    private static readonly Gen<JsonObject> Leaf = Gen.OneOf(
        Gen.Select(Gen.Int[0, 9].Nullable(), Gen.Int[0, 9].Nullable(), (least, most) => Of("string", ("minLength", least), ("maxLength", most))),
        Gen.Select(Gen.Int[-5, 5].Nullable(), Gen.Int[1, 4].Nullable(), (least, multiple) => Of("integer", ("minimum", least), ("multipleOf", multiple))),
        Gen.Double[-100, 100].Select(most => new JsonObject { ["type"] = "number", ["maximum"] = most }),
        AnyOf(Names).Array[1, 3].Select(values => new JsonObject { ["enum"] = Array(values.Distinct().Select(value => (JsonNode)value)) }),
        Gen.Const(0).Select(_ => new JsonObject { ["type"] = Array(["null", "boolean"]) }),
        Gen.Const(0).Select(_ => new JsonObject()),
        Gen.Const(0).Select(_ => new JsonObject { ["$ref"] = "#" }));

    private static readonly Gen<JsonObject> Schema = Gen.Recursive<JsonObject>((depth, deeper) => depth > 3 ? Leaf : Gen.Frequency(
        (3, Leaf),
        (3, Objects(deeper)),
        (1, deeper.Select(items => new JsonObject { ["type"] = "array", ["items"] = items })),
        (1, Gen.Select(AnyOf("allOf", "anyOf", "oneOf"), deeper.Array[1, 3], (keyword, parts) => new JsonObject { [keyword] = Array(parts) })),
        (1, deeper.Select(not => new JsonObject { ["not"] = not }))));

    /// <summary>Any schema.</summary>
    public static Gen<string> Text => Gen.Select(AnyOf(Drafts), Schema, (draft, schema) => WithDraft(draft, schema));

    /// <summary>Objects of schemas that are not references, closed or open.</summary>
    public static Gen<JsonObject> Object(bool open) => Objects(Leaf.Where(leaf => !leaf.ContainsKey("$ref"))).Select(schema =>
    {
        schema.Remove("additionalProperties");
        if (!open)
        {
            schema["additionalProperties"] = false;
        }

        return schema;
    });

    public static Gen<T> AnyOf<T>(params T[] values) => Gen.Int[0, values.Length - 1].Select(index => values[index]);

    private static Gen<JsonObject> Objects(Gen<JsonObject> member) => Gen.Select(
        AnyOf(Names).Array[0, 4], member.Array[4], Gen.Bool, Gen.Bool,
        (names, members, required, open) =>
        {
            var distinct = names.Distinct().ToList();
            var schema = new JsonObject { ["type"] = "object", ["properties"] = new JsonObject(distinct.Select((name, i) => KeyValuePair.Create(name, (JsonNode?)members[i].DeepClone()))) };
            if (required && distinct.Count > 0)
            {
                schema["required"] = Array([distinct[0]]);
            }

            if (!open)
            {
                schema["additionalProperties"] = false;
            }

            return schema;
        });

    private static string WithDraft(string draft, JsonObject schema)
    {
        var whole = new JsonObject { ["$schema"] = draft };
        foreach (var (name, value) in schema)
        {
            whole[name] = value?.DeepClone();
        }

        return whole.ToJsonString();
    }

    private static JsonObject Of(string type, params (string Keyword, int? Value)[] keywords)
    {
        var schema = new JsonObject { ["type"] = type };
        foreach (var (keyword, value) in keywords)
        {
            if (value is { } number)
            {
                schema[keyword] = number;
            }
        }

        return schema;
    }

    private static JsonArray Array(IEnumerable<JsonNode> items) => new([.. items.Select(item => item.DeepClone())]);
}
