using System.Text.Json;
using Analytics.Contracts.Columns;
using Analytics.Contracts.Schemas;

namespace Analytics.Producer.Files;

/// <summary>What a file's columns should become: the newest event schema's properties.</summary>
internal sealed class EventProperties
{
    private readonly Dictionary<string, ColumnType> _types;
    private readonly HashSet<string> _withNull;

    private EventProperties(Dictionary<string, ColumnType> types, HashSet<string> withNull)
    {
        _types = types;
        _withNull = withNull;
    }

    public IEnumerable<string> Names => _types.Keys;

    public static EventProperties From(EventSchema schema)
    {
        var types = schema.Columns.ToDictionary(column => column.Name, column => column.Type, StringComparer.Ordinal);
        using var document = JsonDocument.Parse(schema.Text);
        var withNull = document.RootElement.TryGetProperty("properties", out var properties)
            ? properties.EnumerateObject().Where(property => TakesNull(property.Value)).Select(property => property.Name)
            : [];
        return new EventProperties(types, withNull.ToHashSet(StringComparer.Ordinal));
    }

    /// <summary>The property's type; null when the schema has none of that name.</summary>
    public ColumnType? TypeOf(string name) => _types.TryGetValue(name, out var type) ? type : null;

    /// <summary>Whether an empty cell can be written as null; otherwise it is left out.</summary>
    public bool AllowsNull(string name) => _withNull.Contains(name);

    private static bool TakesNull(JsonElement property) =>
        property.ValueKind == JsonValueKind.Object
        && property.TryGetProperty("type", out var type)
        && (type.ValueKind == JsonValueKind.Array ? type.EnumerateArray().Any(item => item.ValueEquals("null")) : type.ValueEquals("null"));
}
