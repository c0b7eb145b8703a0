using System.Text.Json.Nodes;

namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>
/// Reads schemas as shapes. A schema with several kinds of assertions, such as <c>{"type":"string","enum":["a"]}</c>, is the allOf of them, and
/// several types are the anyOf of them; this is the view under which Confluent's rules are stated.
/// </summary>
internal sealed class ShapeReader
{
    private const int MaxHops = 32;

    private readonly JsonNode? _root;
    private readonly Dictionary<JsonNode, Shape> _known = new(ReferenceEqualityComparer.Instance);

    public ShapeReader(string schema)
    {
        _root = JsonNode.Parse(schema);
        IsModern = _root is JsonObject root && root["$schema"]?.ToString() is { } draft
            && (draft.Contains("2019-09", StringComparison.Ordinal) || draft.Contains("2020-12", StringComparison.Ordinal));
    }

    /// <summary>Whether the schema is of draft 2019-09 or newer, where <c>$ref</c> has siblings and tuples are <c>prefixItems</c>.</summary>
    public bool IsModern { get; }

    public Shape Root => Read(_root);

    public Shape Read(JsonNode? node)
    {
        if (node is null)
        {
            return new Shape(this, ShapeKind.Empty, node, []);
        }

        if (!_known.TryGetValue(node, out var shape))
        {
            shape = Create(node);
            _known.Add(node, shape);
        }

        return shape;
    }

    private Shape Create(JsonNode node)
    {
        if (node is not JsonObject schema)
        {
            return new Shape(this, node.GetValueKind() == System.Text.Json.JsonValueKind.False ? ShapeKind.False : ShapeKind.True, node, []);
        }

        // In older drafts $ref hides its siblings, in newer ones it is one assertion among others.
        return schema.ContainsKey("$ref") && !(IsModern && PartsOf(schema).Count > 0)
            ? Follow(schema)
            : Combine(schema, schema.ContainsKey("$ref") ? Target(schema) : null);
    }

    private Shape Combine(JsonObject schema, JsonNode? reference = null)
    {
        var parts = PartsOf(schema);
        if (reference is not null)
        {
            parts.Insert(0, () => Read(reference));
        }

        return parts.Count switch
        {
            0 => new Shape(this, ShapeKind.Empty, schema, schema),
            1 => parts[0](),
            _ => new Shape(this, ShapeKind.AllOf, schema, schema, parts),
        };
    }

    private List<Func<Shape>> PartsOf(JsonObject schema)
    {
        var parts = new List<Func<Shape>>();
        Add(schema.ContainsKey("enum"), ShapeKind.Enum);
        Add(schema.ContainsKey("const"), ShapeKind.Const);
        AddCombined("allOf", ShapeKind.AllOf);
        AddCombined("anyOf", ShapeKind.AnyOf);
        AddCombined("oneOf", ShapeKind.OneOf);
        Add(schema.ContainsKey("not"), ShapeKind.Not);
        Add(schema.ContainsKey("if"), ShapeKind.Conditional);
        AddTypes();
        return parts;

        void Add(bool isThere, ShapeKind kind)
        {
            if (isThere)
            {
                var shape = new Shape(this, kind, schema, schema);
                parts.Add(() => shape);
            }
        }

        void AddCombined(string keyword, ShapeKind kind)
        {
            if (schema[keyword] is JsonArray list)
            {
                var shape = new Shape(this, kind, schema, schema, [.. list.Select(item => new Func<Shape>(() => Read(item)))]);
                parts.Add(() => shape);
            }
        }

        void AddTypes()
        {
            var types = schema["type"] switch
            {
                JsonArray several => [.. several.Select(type => type!.ToString())],
                JsonValue one => [one.ToString()],
                _ => Array.Empty<string>(),
            };
            var kinds = types.Select(KeywordFamilies.Of).ToHashSet();
            if (schema["type"] is JsonArray)
            {
                var shapes = types.Select(type => new Shape(this, KeywordFamilies.Of(type), schema, WithType(schema, type))).ToList();
                var either = new Shape(this, ShapeKind.AnyOf, schema, schema, [.. shapes.Select(shape => new Func<Shape>(() => shape))]);
                parts.Add(() => either);
            }
            else
            {
                Add(types.Length == 1, types.Length == 1 ? KeywordFamilies.Of(types[0]) : ShapeKind.Empty);
            }

            // Older drafts' reader looks at no other family once a type is given.
            foreach (var kind in KeywordFamilies.In(schema).Where(kind => !kinds.Contains(kind) && (types.Length == 0 || IsModern)))
            {
                Add(isThere: true, kind);
            }
        }
    }

    /// <summary>A copy of the keywords with one of the types, so that integer and number stay apart.</summary>
    private static JsonObject WithType(JsonObject schema, string type)
    {
        var copy = (JsonObject)schema.DeepClone();
        copy["type"] = type;
        return copy;
    }

    /// <summary>Follows references that have nothing beside them; those that lead in a circle say nothing.</summary>
    private Shape Follow(JsonObject schema)
    {
        JsonNode current = schema;
        for (var hops = 0; hops < MaxHops; hops++)
        {
            if (current is not JsonObject holder || !holder.ContainsKey("$ref") || (IsModern && PartsOf(holder).Count > 0))
            {
                return Create(current);
            }

            current = Target(holder);
        }

        return new Shape(this, ShapeKind.Empty, schema, []);
    }

    /// <summary>What <c>$ref</c> points to within the schema; what can't be found lets everything pass.</summary>
    private JsonNode Target(JsonObject schema) => Find(schema["$ref"]!.ToString()) ?? JsonValue.Create(true);

    private JsonNode? Find(string reference)
    {
        var fragment = reference.IndexOf('#', StringComparison.Ordinal);
        if (fragment < 0)
        {
            return null;
        }

        var node = _root;
        foreach (var segment in Uri.UnescapeDataString(reference[(fragment + 1)..]).Split('/', StringSplitOptions.RemoveEmptyEntries))
        {
            var key = segment.Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);
            node = node switch
            {
                JsonObject map => map[key],
                JsonArray list when int.TryParse(key, out var index) && index >= 0 && index < list.Count => list[index],
                _ => null,
            };
        }

        return node;
    }
}
