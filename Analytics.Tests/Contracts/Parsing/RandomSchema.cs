using System.Text.Json.Nodes;

namespace Analytics.Tests.Contracts.Parsing;

/// <summary>Random schemas and records over a small world of values, so that valid and invalid ones both come up often.</summary>
internal sealed class RandomSchema(Random random)
{
    private static readonly string[] Texts =
    [
        "", "a", "ab", "abc", "é", "😀b", "42", "a\"\\\n\u0001", "x y", "2026-01-31T12:00:00.25Z", "2026-02-30T12:00:00Z", "6f9619ff-8b86-d011-b42d-00cf4fc964ff",
        "6f9619ff8b86d011b42d00cf4fc964ff",
    ];

    private static readonly string[] Numbers = ["-3", "0", "1", "2", "7", "12", "1.0", "2.5", "-0.5", "1e1", "25e-1", "-0", "100.00", "0.1"];

    private static readonly string[] Extremes =
    [
        "9223372036854775807", "9223372036854775808", "-9223372036854775809", "1e30", "-1e30", "1e400",
        "123456789012345678901234567890", "0e999", "0.10000000000000000001",
    ];

    private static readonly string[] Patterns = ["^a", "b$", "^[a-z]{2}$", "\\d+", "^\\w*$", "a|é"];

    private const int MaxDepth = 4;

    private readonly JsonObject _definitions = [];
    private int _depth;

    public bool IsDraft7 { get; } = random.Next(2) == 0;

    private string Definitions => IsDraft7 ? "definitions" : "$defs";

    public JsonObject Record()
    {
        var schema = new JsonObject { ["$schema"] = IsDraft7 ? "http://json-schema.org/draft-07/schema#" : "https://json-schema.org/draft/2020-12/schema", ["type"] = "object" };
        for (int index = random.Next(4); index > 0; index--)
        {
            // A definition refers to those before it only: no circles.
            _definitions[$"d{index}/~%"] = Plain(depth: 1);
        }

        AddObjectKeywords(schema, depth: 0);
        schema[Definitions] = _definitions;
        // Properties whose schema is false give no column, and an event needs one.
        ((JsonObject)schema["properties"]!)["p9"] = new JsonObject { ["type"] = "boolean" };
        return schema;
    }

    public string Instance(JsonObject schema) => random.Next(30) == 0 ? Value(2) : ObjectText(schema);

    private JsonNode Property(int depth)
    {
        if (random.Next(12) == 0)
        {
            return new JsonObject { [random.Next(2) == 0 ? "anyOf" : "oneOf"] = new JsonArray(new JsonObject { ["type"] = "null" }, Plain(depth)) };
        }

        return random.Next(25) == 0 ? JsonValue.Create(random.Next(2) == 0) : Plain(depth);
    }

    private JsonObject Plain(int depth)
    {
        var schema = new JsonObject();
        if (_definitions.Count > 0 && random.Next(6) == 0)
        {
            string name = _definitions.ElementAt(random.Next(_definitions.Count)).Key;
            schema["$ref"] = $"#/{Definitions}/{name.Replace("~", "~0").Replace("/", "~1").Replace("%", "%25")}";
            if (random.Next(2) == 0)
            {
                return schema;
            }
        }

        string[] kinds = ["string", "integer", "number", "boolean", "object", "array"];
        string kind = kinds[random.Next(depth > 1 ? 4 : kinds.Length)];
        if (random.Next(10) > 0)
        {
            schema["type"] = random.Next(4) == 0 ? new JsonArray(kind, random.Next(2) == 0 ? "null" : "boolean") : kind;
        }

        if (random.Next(6) == 0)
        {
            schema["enum"] = new JsonArray([.. Enumerable.Range(0, random.Next(1, 5)).Select(_ => JsonNode.Parse(Scalar()))]);
        }
        else if (random.Next(20) == 0)
        {
            schema["const"] = JsonNode.Parse(Scalar());
        }

        Maybe(schema, "minLength", () => random.Next(3));
        Maybe(schema, "maxLength", () => random.Next(1, 4));
        Maybe(schema, "format", () => random.Next(2) == 0 ? "date-time" : "uuid");
        Maybe(schema, "if", () => new JsonObject { ["const"] = JsonNode.Parse(Scalar()) }, 60);
        Maybe(schema, "then", () => new JsonObject { ["type"] = "string" }, 60);
        Maybe(schema, "else", () => new JsonObject { ["format"] = "date-time" }, 60);
        Maybe(schema, "allOf", () => new JsonArray(new JsonObject { ["minimum"] = 1 }, new JsonObject { ["maxLength"] = 2 }), 60);
        Maybe(schema, "pattern", () => Patterns[random.Next(Patterns.Length)]);
        Maybe(schema, "minimum", () => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]));
        Maybe(schema, "maximum", () => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]));
        Maybe(schema, "exclusiveMinimum", () => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]));
        Maybe(schema, "exclusiveMaximum", () => JsonNode.Parse(Numbers[random.Next(Numbers.Length)]));
        Maybe(schema, "multipleOf", () => random.Next(1, 4), 40);
        Maybe(schema, "not", () => new JsonObject { ["const"] = JsonNode.Parse(Scalar()) }, 60);
        if (kind == "object")
        {
            AddObjectKeywords(schema, depth + 1);
        }
        else if (kind == "array")
        {
            Maybe(schema, "items", () => Property(depth + 1), 2);
            if (random.Next(10) == 0)
            {
                schema[IsDraft7 ? "items" : "prefixItems"] = new JsonArray(Property(depth + 1), Property(depth + 1));
                Maybe(schema, "additionalItems", () => Property(depth + 1), 2);
            }

            Maybe(schema, "contains", () => new JsonObject { ["type"] = "integer" }, 20);
            Maybe(schema, "minContains", () => 2, 20);
            Maybe(schema, "minItems", () => random.Next(3));
            Maybe(schema, "maxItems", () => random.Next(1, 4));
            Maybe(schema, "uniqueItems", () => true, 30);
        }

        return schema;
    }

    private void AddObjectKeywords(JsonObject schema, int depth)
    {
        var properties = new JsonObject();
        for (int index = random.Next(1, 5); index > 0; index--)
        {
            properties[$"p{index}"] = Property(depth);
        }

        schema["properties"] = properties;
        Maybe(schema, "required", () => new JsonArray([.. Enumerable.Range(1, random.Next(1, 4)).Select(index => JsonValue.Create($"p{index}"))]), 2);
        Maybe(schema, "additionalProperties", () => random.Next(3) == 0 ? Property(depth + 1) : JsonValue.Create(random.Next(3) == 0), 2);
        Maybe(schema, "minProperties", () => 1, 40);
        Maybe(schema, "maxProperties", () => 3, 40);
        Maybe(schema, "propertyNames", () => new JsonObject { ["pattern"] = "^p" }, 40);
        Maybe(schema, "patternProperties", () => new JsonObject { ["[12]$"] = Property(depth + 1) }, 40);
        Maybe(schema, "dependencies", () => new JsonObject { ["p1"] = new JsonArray("p2"), ["p3"] = new JsonObject { ["minProperties"] = 2 } }, 30);
        Maybe(schema, "dependentRequired", () => new JsonObject { ["p1"] = new JsonArray("p3") }, 30);
        Maybe(schema, "dependentSchemas", () => new JsonObject { ["p2"] = new JsonObject { ["maxProperties"] = 2 } }, 30);
    }

    private string ObjectText(JsonObject? schema)
    {
        if (_depth > MaxDepth)
        {
            return Scalar();
        }

        _depth++;
        IEnumerable<string> names = Enumerable.Range(1, 5).Where(_ => random.Next(4) > 0).Select(index => $"p{index}").OrderBy(_ => random.Next(3));
        JsonNode? properties = schema?["properties"];
        string text = $"{{{string.Join(random.Next(2) == 0 ? "," : " ,\n", names.Select(name => $"\"{name}\":{Fitting(properties?[name])}"))}}}";
        _depth--;
        return text;
    }

    private string Fitting(JsonNode? schema)
    {
        if (schema is not JsonObject rules || random.Next(6) == 0)
        {
            return Value(1);
        }

        if (rules["$ref"] is { } reference)
        {
            string name = reference.GetValue<string>().Split('/')[2].Replace("%25", "%").Replace("~1", "/").Replace("~0", "~");
            return Fitting(_definitions[name]);
        }

        if (rules["enum"] is JsonArray choices)
        {
            return choices[random.Next(choices.Count)]?.ToJsonString() ?? "null";
        }

        JsonNode? type = rules["type"] is JsonArray types ? types[random.Next(types.Count)] : rules["type"];
        return type?.GetValue<string>() switch
        {
            "string" => Text(),
            "integer" or "number" => Number(),
            "boolean" => random.Next(2) == 0 ? "true" : "false",
            "null" => "null",
            "object" => ObjectText(rules),
            "array" => ArrayText(rules["items"]),
            _ => Value(1),
        };
    }

    private string ArrayText(JsonNode? items)
    {
        if (_depth > MaxDepth)
        {
            return Scalar();
        }

        _depth++;
        string text = $"[{string.Join(',', Enumerable.Range(0, random.Next(4)).Select(_ => Fitting(items)))}]";
        _depth--;
        return text;
    }

    private string Value(int depth) => random.Next(depth > 0 ? 6 : 4) switch
    {
        4 => ObjectText(null),
        5 => ArrayText(null),
        _ => Scalar(),
    };

    private string Scalar() => random.Next(4) switch
    {
        0 => Numbers[random.Next(Numbers.Length)],
        1 => random.Next(3) switch { 0 => "null", 1 => "true", _ => "false" },
        _ => Text(),
    };

    private string Number() => random.Next(8) == 0 ? Extremes[random.Next(Extremes.Length)] : Numbers[random.Next(Numbers.Length)];

    private string Text() => JsonValue.Create(Texts[random.Next(Texts.Length)]).ToJsonString();

    private void Maybe(JsonObject schema, string keyword, Func<JsonNode?> value, int oneIn = 8)
    {
        if (random.Next(oneIn) == 0)
        {
            schema[keyword] = value();
        }
    }
}
