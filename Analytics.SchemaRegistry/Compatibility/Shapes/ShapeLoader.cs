using System.Runtime.CompilerServices;
using System.Text.Json;

namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>
/// What the loaders of all drafts share: children and references. A reference is loaded once for each way of naming it, and may be in the middle of being
/// loaded when it is met again: so a recursive schema has no end and needs none.
/// </summary>
/// <param name="document">The schema's JSON.</param>
/// <param name="texts">The texts that it refers to, by name.</param>
internal abstract class ShapeLoader(SchemaDocument document, IReadOnlyDictionary<string, string> texts)
{
    private const string ConnectType = "connect.type";

    private readonly Dictionary<string, Shape> _references = new(StringComparer.Ordinal);
    private readonly Dictionary<string, List<Shape>> _waiting = new(StringComparer.Ordinal);
    private readonly Dictionary<string, SchemaDocument> _documents = new(StringComparer.Ordinal);

    /// <summary>The document that is being read: the root's, or one that it refers to.</summary>
    protected SchemaDocument Document { get; private set; } = document;

    public Shape Load() => Load(Document.Root, "#");

    protected Shape Load(JsonElement json, string path)
    {
        RuntimeHelpers.EnsureSufficientExecutionStack();
        return json.ValueKind switch
        {
            JsonValueKind.True or JsonValueKind.False when !HasBooleanSchemas => throw new SchemaException(path, "a schema of draft-04 is an object"),
            JsonValueKind.True => new Shape(ShapeKind.True) { Source = "true" },
            JsonValueKind.False => new Shape(ShapeKind.False) { Source = "false" },
            JsonValueKind.Object => LoadObject(new KeywordReader(json, path)),
            _ => throw new SchemaException(path, "a schema is an object or a boolean"),
        };
    }

    /// <summary>Whether <c>true</c> and <c>false</c> are schemas.</summary>
    protected virtual bool HasBooleanSchemas => true;

    protected abstract Shape LoadObject(KeywordReader keywords);

    protected abstract string IdKeyword { get; }

    protected Shape Child(KeywordReader keywords, string keyword) => Load(keywords.Json.GetProperty(keyword), $"{keywords.Path}/{keyword}");

    protected IReadOnlyList<Shape> Children(KeywordReader keywords, string keyword) =>
        [.. keywords.List(keyword)!.Select((item, index) => Load(item, $"{keywords.Path}/{keyword}/{index}"))];

    protected Dictionary<string, Shape> Map(KeywordReader keywords, string keyword)
    {
        var shapes = new Dictionary<string, Shape>(StringComparer.Ordinal);
        foreach (var member in keywords.Map(keyword)!)
        {
            shapes[member.Name] = Load(member.Value, $"{keywords.Path}/{keyword}/{member.Name}");
        }

        return shapes;
    }

    protected static Func<string> Source(KeywordReader keywords) => () => KeywordReader.Canonical(keywords.Json);

    protected static bool IsConnectBytes(KeywordReader keywords) => keywords.Maybe(ConnectType) is { ValueKind: JsonValueKind.String } type && type.ValueEquals("bytes");

    /// <summary>A default of null counts as none.</summary>
    protected static bool HasDefault(KeywordReader keywords) => keywords.Maybe("default") is { ValueKind: not JsonValueKind.Null };

    /// <summary>Follows a reference.</summary>
    /// <exception cref="SchemaException">It leads nowhere.</exception>
    protected Shape Refer(KeywordReader keywords, string reference)
    {
        var (place, json) = Find(keywords, reference);
        var shape = new Shape(ShapeKind.Reference) { HasDefault = HasDefault(keywords), Source = $"{{\"$ref\":\"{reference}\"}}" };
        var key = $"{RuntimeHelpers.GetHashCode(place)}{reference}";
        if (_references.TryGetValue(key, out var known))
        {
            // Everyone who names it so gets the one shape, though it may not be ready yet.
            _waiting.GetValueOrDefault(key)?.Add(shape);
            shape.Referred = known.Referred;
            return shape;
        }

        _references.Add(key, shape);
        _waiting.Add(key, [shape]);
        var before = Document;
        Document = place;
        try
        {
            var target = json is { } found ? Load(found, reference) : new Shape(ShapeKind.Empty);
            foreach (var waiting in _waiting[key])
            {
                waiting.Referred = target;
            }
        }
        finally
        {
            Document = before;
            _waiting.Remove(key);
        }

        return shape;
    }

    /// <summary>Where a reference leads; no JSON for a draft's own schema, which every schema satisfies.</summary>
    private (SchemaDocument Place, JsonElement? Json) Find(KeywordReader keywords, string reference)
    {
        if (reference.StartsWith("#/", StringComparison.Ordinal) || reference is "#" or "")
        {
            return (Document, Document.Find(reference.Length > 0 ? reference[1..] : "") ?? throw Missing(keywords, reference));
        }

        var mark = reference.IndexOf('#', StringComparison.Ordinal);
        var (name, fragment) = mark < 0 ? (reference, "") : (reference[..mark], reference[(mark + 1)..]);
        if (ByIdentifier(reference) is { } named)
        {
            return (Document, named);
        }

        if (IsMetaSchema(name))
        {
            return (Document, null);
        }

        var place = name.Length == 0 ? Document : Other(name) ?? throw Missing(keywords, reference);
        return (place, fragment.Length == 0 || fragment[0] == '/' ? place.Find(fragment) ?? throw Missing(keywords, reference) : throw Missing(keywords, reference));
    }

    private static SchemaException Missing(KeywordReader keywords, string reference) => new($"{keywords.Path}/$ref", $"'{reference}' leads nowhere");

    private static bool IsMetaSchema(string name) =>
        name.StartsWith("http://json-schema.org/draft", StringComparison.Ordinal) || name.StartsWith("https://json-schema.org/draft", StringComparison.Ordinal);

    /// <summary>A schema within the document that has this identifier or anchor.</summary>
    private JsonElement? ByIdentifier(string reference)
    {
        var wanted = Resolve(Document, reference);
        return Document.FindObject(json =>
            (Text(json, IdKeyword) is { } id && (Resolve(Document, id) == wanted || id == reference))
            || (reference[0] == '#' && (Text(json, "$anchor") == reference[1..] || Text(json, "$dynamicAnchor") == reference[1..])));
    }

    private SchemaDocument? Other(string name)
    {
        var wanted = Resolve(Document, name);
        var found = texts.FirstOrDefault(text => text.Key == name || Resolve(Document, text.Key) == wanted || $"./{text.Key}" == name);
        if (found.Key is null)
        {
            return null;
        }

        if (!_documents.TryGetValue(found.Key, out var place))
        {
            place = SchemaDocument.Parse(found.Value);
            _documents.Add(found.Key, place);
        }

        return place;
    }

    private string Resolve(SchemaDocument place, string reference) =>
        Text(place.Root, IdKeyword) is { } root && Uri.TryCreate(root, UriKind.Absolute, out var start) && Uri.TryCreate(start, reference, out var resolved)
            ? resolved.AbsoluteUri.TrimEnd('#')
            : reference;

    private static string? Text(JsonElement json, string member) =>
        json.ValueKind == JsonValueKind.Object && json.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String ? value.GetString() : null;
}
