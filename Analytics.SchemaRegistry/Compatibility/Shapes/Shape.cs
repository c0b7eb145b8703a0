using System.Text.Json.Nodes;

namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>A schema by its kind. The keywords stay in the JSON; children are read when they are asked for, so a recursive schema has no end and needs none.</summary>
internal sealed class Shape
{
    private readonly ShapeReader _reader;
    private readonly IReadOnlyList<Func<Shape>> _parts;

    public Shape(ShapeReader reader, ShapeKind kind, JsonNode? source, JsonObject keywords, IReadOnlyList<Func<Shape>>? parts = null)
    {
        _reader = reader;
        Kind = kind;
        Source = source;
        Keywords = keywords;
        _parts = parts ?? [];
    }

    public ShapeKind Kind { get; }

    /// <summary>The JSON that this was read from.</summary>
    public JsonNode? Source { get; }

    public JsonObject Keywords { get; }

    public bool IsCombined => Kind is ShapeKind.AllOf or ShapeKind.AnyOf or ShapeKind.OneOf;

    public bool IsSum => Kind is ShapeKind.AnyOf or ShapeKind.OneOf;

    /// <summary>Whether it lets everything pass.</summary>
    public bool IsOpen => Kind is ShapeKind.Empty or ShapeKind.True;

    /// <summary>How many schemas are combined, repeated ones included.</summary>
    public int PartCount => _parts.Count;

    public bool IsModern => _reader.IsModern;

    /// <summary>Whether a default is given: a required property that has one can be added.</summary>
    public bool HasDefault => (Source as JsonObject)?.ContainsKey("default") == true;

    /// <summary>The combined schemas without repetitions.</summary>
    public IReadOnlyList<Shape> Parts => [.. _parts.Select(part => part()).DistinctBy(part => (part.Kind, part.Source?.ToJsonString()))];

    /// <summary>The shape of a keyword that is a schema; null when it is absent.</summary>
    public Shape? Child(string keyword) => Keywords.TryGetPropertyValue(keyword, out var node) ? Read(node) : null;

    /// <summary>The shapes of a keyword that maps names to schemas.</summary>
    public IReadOnlyDictionary<string, Shape> Children(string keyword) =>
        Keywords[keyword] is JsonObject map ? map.ToDictionary(entry => entry.Key, entry => Read(entry.Value), StringComparer.Ordinal) : [];

    /// <summary>The shapes of a keyword that is a list of schemas.</summary>
    public IReadOnlyList<Shape> List(string keyword) => Keywords[keyword] is JsonArray list ? [.. list.Select(Read)] : [];

    public Shape Read(JsonNode? node) => _reader.Read(node);

    /// <summary>The strings of a keyword that is a list of names.</summary>
    public HashSet<string> Names(string keyword) => NamesOf(Keywords[keyword]);

    public double? Number(string keyword) =>
        Keywords[keyword] is JsonValue value && value.TryGetValue<double>(out var number) ? number : null;

    public bool Flag(string keyword) => Keywords[keyword] is JsonValue value && value.TryGetValue<bool>(out var flag) && flag;

    public string? Text(string keyword) => Keywords[keyword] is JsonValue value && value.TryGetValue<string>(out var text) ? text : null;

    public static HashSet<string> NamesOf(JsonNode? node) =>
        node is JsonArray names ? names.OfType<JsonValue>().Select(name => name.ToString()).ToHashSet(StringComparer.Ordinal) : [];
}
