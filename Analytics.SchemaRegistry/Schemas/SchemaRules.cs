using System.Text.Json;
using Analytics.SchemaRegistry.Errors;

namespace Analytics.SchemaRegistry.Schemas;

/// <summary>Whether a JSON document is a JSON Schema: each keyword that is there has the kind of value its draft asks for.</summary>
internal static class SchemaRules
{
    private static readonly HashSet<string> Types = new(StringComparer.Ordinal) { "null", "boolean", "object", "array", "number", "integer", "string" };

    public static void Check(JsonElement root) => Check(root, "#");

    private static void Check(JsonElement schema, string path)
    {
        if (schema.ValueKind is JsonValueKind.True or JsonValueKind.False)
        {
            return;
        }

        Require(schema.ValueKind == JsonValueKind.Object, path, "a schema is an object or a boolean");
        foreach (var keyword in schema.EnumerateObject())
        {
            CheckKeyword(keyword.Name, keyword.Value, $"{path}/{keyword.Name}");
        }
    }

    private static void CheckKeyword(string name, JsonElement value, string path)
    {
        switch (name)
        {
            case "type":
                CheckType(value, path);
                break;
            case "properties" or "patternProperties" or "definitions" or "$defs" or "dependentSchemas":
                CheckMap(value, path);
                break;
            case "allOf" or "anyOf" or "oneOf" or "prefixItems":
                Require(value.ValueKind == JsonValueKind.Array && value.GetArrayLength() > 0, path, "must be a non-empty array of schemas");
                CheckAll(value, path);
                break;
            case "items" when value.ValueKind == JsonValueKind.Array:
                CheckAll(value, path);
                break;
            case "items" or "additionalProperties" or "additionalItems" or "contains" or "propertyNames" or "not" or "if" or "then" or "else"
                or "unevaluatedProperties" or "unevaluatedItems":
                Check(value, path);
                break;
            case "required" when value.ValueKind is not (JsonValueKind.True or JsonValueKind.False):
                Require(value.ValueKind == JsonValueKind.Array && value.EnumerateArray().All(item => item.ValueKind == JsonValueKind.String), path, "must be an array of strings");
                break;
            case "enum":
                Require(value.ValueKind == JsonValueKind.Array, path, "must be an array");
                break;
            case "minLength" or "maxLength" or "minItems" or "maxItems" or "minProperties" or "maxProperties" or "minContains" or "maxContains":
                Require(value.ValueKind == JsonValueKind.Number && value.TryGetDecimal(out var size) && size >= 0 && decimal.IsInteger(size), path, "must be a non-negative integer");
                break;
            case "minimum" or "maximum":
                Require(value.ValueKind == JsonValueKind.Number, path, "must be a number");
                break;
            case "multipleOf":
                Require(value.ValueKind == JsonValueKind.Number && value.GetDouble() > 0, path, "must be a number above 0");
                break;
            case "pattern" or "format" or "$ref" or "$id" or "$schema" or "title" or "description":
                Require(value.ValueKind == JsonValueKind.String, path, "must be a string");
                break;
            case "uniqueItems":
                Require(value.ValueKind is JsonValueKind.True or JsonValueKind.False, path, "must be a boolean");
                break;
        }
    }

    private static void CheckType(JsonElement value, string path)
    {
        var names = value.ValueKind == JsonValueKind.Array ? value.EnumerateArray().ToArray() : [value];
        Require(names.Length > 0, path, "must name a type");
        foreach (var name in names)
        {
            Require(name.ValueKind == JsonValueKind.String && Types.Contains(name.GetString()!), path, $"unknown type {name.GetRawText()}");
        }
    }

    private static void CheckMap(JsonElement value, string path)
    {
        Require(value.ValueKind == JsonValueKind.Object, path, "must be an object of schemas");
        foreach (var entry in value.EnumerateObject())
        {
            Check(entry.Value, $"{path}/{entry.Name}");
        }
    }

    private static void CheckAll(JsonElement value, string path)
    {
        var index = 0;
        foreach (var item in value.EnumerateArray())
        {
            Check(item, $"{path}/{index++}");
        }
    }

    private static void Require(bool holds, string path, string rule)
    {
        if (!holds)
        {
            throw Problems.InvalidSchema($"{path}: {rule}");
        }
    }
}
