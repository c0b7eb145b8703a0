using System.Text.Json;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>The JSON of one schema, in which references find their targets.</summary>
internal sealed class SchemaDocument
{
    private const int MaxPointer = 10_000;

    private SchemaDocument(JsonElement root) => Root = root;

    public JsonElement Root { get; }

    public static SchemaDocument Parse(string text)
    {
        try
        {
            return new SchemaDocument(JsonElement.Parse(text, new JsonDocumentOptions { MaxDepth = SchemaText.MaxDepth }));
        }
        catch (JsonException error)
        {
            throw new SchemaException("#", error.Message);
        }
    }

    /// <summary>Follows a JSON pointer. What is asked for below the root's <c>$defs</c> may be below its <c>definitions</c>.</summary>
    /// <param name="pointer">The pointer with its leading slash, escaped as in a URI; empty for the root.</param>
    /// <returns>Null when there is nothing.</returns>
    public JsonElement? Find(string pointer)
    {
        if (pointer.Length > MaxPointer)
        {
            return null;
        }

        var segments = pointer.Split('/').Skip(1).Select(Unescape).ToList();
        return Find(segments) ?? (segments is ["$defs", ..] ? Find([.. segments.Skip(1).Prepend("definitions")]) : null);
    }

    /// <summary>The first object, from the root down, that a test holds for.</summary>
    public JsonElement? FindObject(Predicate<JsonElement> holds) => FindObject(Root, holds);

    private static JsonElement? FindObject(JsonElement element, Predicate<JsonElement> holds)
    {
        System.Runtime.CompilerServices.RuntimeHelpers.EnsureSufficientExecutionStack();
        switch (element.ValueKind)
        {
            case JsonValueKind.Object when holds(element):
                return element;
            case JsonValueKind.Object:
                foreach (var member in element.EnumerateObject())
                {
                    if (member.Name is not ("enum" or "const") && FindObject(member.Value, holds) is { } found)
                    {
                        return found;
                    }
                }

                return null;
            case JsonValueKind.Array:
                foreach (var item in element.EnumerateArray())
                {
                    if (FindObject(item, holds) is { } found)
                    {
                        return found;
                    }
                }

                return null;
            default:
                return null;
        }
    }

    private static string Unescape(string segment) =>
        Uri.UnescapeDataString(segment).Replace("~1", "/", StringComparison.Ordinal).Replace("~0", "~", StringComparison.Ordinal);

    private JsonElement? Find(IReadOnlyList<string> segments)
    {
        var at = Root;
        foreach (var segment in segments)
        {
            switch (at.ValueKind)
            {
                case JsonValueKind.Object when at.TryGetProperty(segment, out var member):
                    at = member;
                    break;
                case JsonValueKind.Array when int.TryParse(segment, out var index) && index >= 0 && index < at.GetArrayLength():
                    at = at[index];
                    break;
                default:
                    return null;
            }
        }

        return at;
    }
}
