using System.Text.Json;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Parsing;

/// <summary>
/// Compiles a JSON Schema (draft 2020-12, 2019-09 or draft-07) into the rules that the parser checks as it goes.
/// A keyword that has no rule sets <see cref="NeedsFullValidator"/>, so that nothing is ignored; unknown keywords are annotations.
/// </summary>
internal sealed class SchemaCompiler
{
    private static readonly HashSet<string> Uncompiled =
    [
        "allOf", "anyOf", "oneOf", "not", "if", "then", "else", "$ref", "$dynamicRef", "$recursiveRef", "dependentSchemas", "dependentRequired",
        "dependencies", "patternProperties", "propertyNames", "minProperties", "maxProperties", "contains", "minContains", "maxContains",
        "uniqueItems", "prefixItems", "additionalItems", "unevaluatedProperties", "unevaluatedItems", "multipleOf",
    ];

    private const int MostSchemas = 10_000;
    private const int MostOpenReferences = 32;

    private readonly string _source;
    private readonly JsonElement _root;
    private readonly SchemaReferences _references;
    private readonly HashSet<string> _open = [];
    private int _compiled;

    public SchemaCompiler(JsonElement root, string source)
    {
        _root = root;
        _source = source;
        string draft = root.ValueKind == JsonValueKind.Object && root.TryGetProperty("$schema", out JsonElement uri) ? uri.ToString() : "";
        Draft = draft switch
        {
            "" => SchemaDraft.Draft202012,
            _ when draft.Contains("2020-12", StringComparison.Ordinal) => SchemaDraft.Draft202012,
            _ when draft.Contains("2019-09", StringComparison.Ordinal) => SchemaDraft.Draft201909,
            _ when draft.Contains("draft-07", StringComparison.Ordinal) || draft.Contains("draft-06", StringComparison.Ordinal) => SchemaDraft.Draft07,
            _ => throw Fault($"$schema {draft} is not supported: use draft 2020-12 or draft-07."),
        };
        _references = new SchemaReferences(root, Fault);
    }

    public SchemaDraft Draft { get; }

    /// <summary>Whether a keyword was met that only the full validator checks.</summary>
    public bool NeedsFullValidator => Uncovered is not null;

    /// <summary>The first keyword met that only the full validator checks; null when there is none.</summary>
    public string? Uncovered { get; private set; }

    public ValueRules Compile() => Compile(_root);

    private ValueRules Compile(JsonElement schema)
    {
        switch (schema.ValueKind)
        {
            case JsonValueKind.True:
                return ValueRules.Any();
            case JsonValueKind.False:
                return new ValueRules { Types = JsonTypes.None };
            case JsonValueKind.Object:
                break;
            default:
                throw Fault($"a schema must be an object, true or false, not {schema.GetRawText()}.");
        }

        if (++_compiled > MostSchemas)
        {
            throw Fault($"it has more than {MostSchemas} schemas once each $ref is replaced by what it points to.");
        }

        if (Reference(schema) is { } target)
        {
            return target;
        }

        if (Draft == SchemaDraft.Draft07 && schema.TryGetProperty("$ref", out _))
        {
            Uncovered ??= "$ref";
            return ValueRules.Any();
        }

        if (NullableUnion(schema) is { } nullable)
        {
            return nullable;
        }

        Uncovered ??= schema.EnumerateObject().Select(keyword => keyword.Name).FirstOrDefault(Uncompiled.Contains);
        LiteralSet? literals = Literals(schema);
        JsonTypes types = Types(schema);
        // Without "type" the values tell it.
        types &= literals is null || schema.TryGetProperty("type", out _) ? JsonTypes.Any : literals.Types;
        return new ValueRules
        {
            Types = types,
            Literals = literals,
            MinLength = Count(schema, "minLength") ?? 0,
            MaxLength = Count(schema, "maxLength") ?? int.MaxValue,
            Pattern = Pattern(schema),
            Format = Format(schema),
            Bounds = Bounds(schema),
            Object = (types & JsonTypes.Object) == 0 ? null : Object(schema),
            Array = (types & JsonTypes.Array) == 0 ? null : Array(schema),
        };
    }

    /// <summary>
    /// The rules behind a <c>$ref</c> into this schema, unless it is recursive, has other keywords beside it that count, or may mean another place
    /// since the schema has parts with an <c>$id</c> of their own.
    /// </summary>
    private ValueRules? Reference(JsonElement schema)
    {
        if (!schema.TryGetProperty("$ref", out JsonElement reference) || _references.HasOtherBases
            || (Draft != SchemaDraft.Draft07 && !HasOnly(schema, "$ref"))
            || !_references.TryFind(reference.GetString(), out JsonElement target))
        {
            return null;
        }

        string pointer = reference.GetString()!;
        if (_open.Count == MostOpenReferences || !_open.Add(pointer))
        {
            return null;
        }

        ValueRules rules = Compile(target);
        _open.Remove(pointer);
        return rules;
    }

    /// <summary><c>anyOf</c> or <c>oneOf</c> of null and one other schema: how many generators write an optional property.</summary>
    private ValueRules? NullableUnion(JsonElement schema)
    {
        string keyword = schema.TryGetProperty("oneOf", out JsonElement branches) ? "oneOf" : "anyOf";
        if ((keyword == "anyOf" && !schema.TryGetProperty("anyOf", out branches))
            || branches.ValueKind != JsonValueKind.Array || branches.GetArrayLength() != 2 || !HasOnly(schema, keyword))
        {
            return null;
        }

        JsonElement[] pair = [.. branches.EnumerateArray()];
        int nullBranch = System.Array.FindIndex(pair, branch => branch.ValueKind == JsonValueKind.Object && HasOnly(branch, "type")
            && branch.TryGetProperty("type", out JsonElement type) && type.ToString() == "null");
        if (nullBranch < 0)
        {
            return null;
        }

        ValueRules other = Compile(pair[1 - nullBranch]);
        if ((other.Types & JsonTypes.Null) != 0)
        {
            return null;
        }

        other.Types |= JsonTypes.Null;
        other.Literals?.AddNull();
        return other;
    }

    private ObjectRules Object(JsonElement schema)
    {
        List<string> required = schema.TryGetProperty("required", out JsonElement names)
            ? [.. Expect(names, JsonValueKind.Array, "required").EnumerateArray().Select(name => Expect(name, JsonValueKind.String, "required").GetString()!)]
            : [];
        List<PropertyRule> properties = [];
        if (schema.TryGetProperty("properties", out JsonElement declared))
        {
            foreach (JsonProperty property in Expect(declared, JsonValueKind.Object, "properties").EnumerateObject())
            {
                properties.Add(new PropertyRule(property.Name, Compile(property.Value), required.Contains(property.Name)));
            }
        }

        // A required name that is not declared falls under additionalProperties.
        bool hasPatterns = schema.TryGetProperty("patternProperties", out _);
        bool hasAdditional = schema.TryGetProperty("additionalProperties", out JsonElement additional) && !hasPatterns;
        foreach (string name in required.Except(properties.Select(property => property.Name)).ToArray())
        {
            properties.Add(new PropertyRule(name, hasAdditional ? Compile(additional) : ValueRules.Any(), isRequired: true));
        }

        bool allows = !hasAdditional || additional.ValueKind != JsonValueKind.False;
        return new ObjectRules(properties, allows, hasAdditional && additional.ValueKind == JsonValueKind.Object ? Compile(additional) : null);
    }

    private ArrayRules? Array(JsonElement schema)
    {
        ValueRules? items = null;
        if (schema.TryGetProperty("items", out JsonElement item))
        {
            if (item.ValueKind == JsonValueKind.Array || schema.TryGetProperty("prefixItems", out _))
            {
                Uncovered ??= "items";
            }
            else
            {
                items = Compile(item);
            }
        }

        return new ArrayRules(items, Count(schema, "minItems") ?? 0, Count(schema, "maxItems") ?? int.MaxValue);
    }

    private LiteralSet? Literals(JsonElement schema)
    {
        bool hasConst = schema.TryGetProperty("const", out JsonElement constant);
        if (!schema.TryGetProperty("enum", out JsonElement values))
        {
            return hasConst ? Covered("const", LiteralSet.TryCreate("const", [constant])) : null;
        }

        Uncovered ??= hasConst ? "const" : null;
        return Covered("enum", LiteralSet.TryCreate("enum", [.. Expect(values, JsonValueKind.Array, "enum").EnumerateArray()]));
    }

    private LiteralSet? Covered(string keyword, LiteralSet? literals)
    {
        Uncovered ??= literals is null ? keyword : null;
        return literals;
    }

    private JsonTypes Types(JsonElement schema)
    {
        if (!schema.TryGetProperty("type", out JsonElement type))
        {
            return JsonTypes.Any;
        }

        IEnumerable<JsonElement> names = type.ValueKind == JsonValueKind.Array ? type.EnumerateArray() : [type];
        return names.Aggregate(JsonTypes.None, (types, name) => types | name.ToString() switch
        {
            "null" => JsonTypes.Null,
            "boolean" => JsonTypes.Boolean,
            "integer" => JsonTypes.Integer,
            "number" => JsonTypes.Number,
            "string" => JsonTypes.String,
            "object" => JsonTypes.Object,
            "array" => JsonTypes.Array,
            string other => throw Fault($"type {other} is none of null, boolean, integer, number, string, object, array."),
        });
    }

    private TextPattern? Pattern(JsonElement schema)
    {
        if (!schema.TryGetProperty("pattern", out JsonElement pattern))
        {
            return null;
        }

        try
        {
            return new TextPattern(Expect(pattern, JsonValueKind.String, "pattern").GetString()!);
        }
        catch (ArgumentException exception)
        {
            throw Fault($"pattern {pattern.GetRawText()} is not a regular expression: {exception.Message}");
        }
    }

    private static StringFormat Format(JsonElement schema) => schema.TryGetProperty("format", out JsonElement format) ? format.ToString() switch
    {
        "date-time" => StringFormat.DateTime,
        "uuid" => StringFormat.Uuid,
        _ => StringFormat.None,
    } : StringFormat.None;

    private NumberBounds? Bounds(JsonElement schema)
    {
        decimal? minimum = Number(schema, "minimum");
        decimal? above = Number(schema, "exclusiveMinimum");
        decimal? maximum = Number(schema, "maximum");
        decimal? below = Number(schema, "exclusiveMaximum");
        return minimum is null && above is null && maximum is null && below is null ? null : new NumberBounds(minimum, above, maximum, below);
    }

    private decimal? Number(JsonElement schema, string keyword)
    {
        if (!schema.TryGetProperty(keyword, out JsonElement value))
        {
            return null;
        }

        return Expect(value, JsonValueKind.Number, keyword).TryGetDecimal(out decimal number)
            ? number
            : throw Fault($"{keyword} {value.GetRawText()} is too large: leave it out.");
    }

    private int? Count(JsonElement schema, string keyword)
    {
        if (!schema.TryGetProperty(keyword, out JsonElement value))
        {
            return null;
        }

        return Expect(value, JsonValueKind.Number, keyword).TryGetDecimal(out decimal count) && count >= 0 && decimal.IsInteger(count)
            ? (int)Math.Min(count, int.MaxValue)
            : throw Fault($"{keyword} must be an integer from 0 on, not {value.GetRawText()}.");
    }

    private JsonElement Expect(JsonElement value, JsonValueKind kind, string keyword) => value.ValueKind == kind
        ? value
        : throw Fault($"{keyword} must be of type {kind}, not {value.GetRawText()}.");

    private static bool HasOnly(JsonElement schema, string keyword) => schema.EnumerateObject().All(property =>
        property.Name == keyword
        || property.Name is "title" or "description" or "default" or "examples" or "$comment" or "deprecated" or "readOnly" or "writeOnly"
            or "definitions" or "$defs" or "$schema" or "$id");

    private PipelineException Fault(string reason) => new(_source, null, reason);
}
