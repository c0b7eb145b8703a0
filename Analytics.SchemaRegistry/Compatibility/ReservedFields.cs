using System.Text.Json;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>
/// Names that a schema keeps free: the metadata property <c>confluent:reserved</c>, separated by commas. Looked at where <c>validateFields</c> is on, at every level.
/// </summary>
internal static class ReservedFields
{
    private const string Property = "confluent:reserved";

    /// <summary>What is wrong with the names; empty when nothing is.</summary>
    /// <param name="text">The new schema.</param>
    /// <param name="metadata">What is attached to it.</param>
    /// <param name="previous">What is attached to the version before: its names stay reserved.</param>
    public static IReadOnlyList<string> Check(string text, SchemaMetadata? metadata, SchemaMetadata? previous)
    {
        var (names, before) = (Of(metadata), Of(previous));
        if (names.Count == 0 && before.Count == 0)
        {
            return [];
        }

        var fields = Fields(text);
        return
        [
            .. JavaOrder.Of(before, []).Except(names, StringComparer.Ordinal)
                .Select(name => $"The new schema has reserved field {name} removed from its metadata which is present in the old schema's metadata."),
            .. JavaOrder.Of(names, []).Where(fields.Contains)
                .Select(name => $"The new schema has field that conflicts with the reserved field {name}."),
        ];
    }

    private static HashSet<string> Of(SchemaMetadata? metadata) =>
        [.. metadata?.Properties?.GetValueOrDefault(Property)?.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries) ?? []];

    private static HashSet<string> Fields(string text)
    {
        using var document = JsonDocument.Parse(text, new JsonDocumentOptions { MaxDepth = SchemaText.MaxDepth });
        return document.RootElement.ValueKind == JsonValueKind.Object
            && document.RootElement.TryGetProperty("properties", out var properties)
            && properties.ValueKind == JsonValueKind.Object
            ? [.. properties.EnumerateObject().Select(property => property.Name)]
            : [];
    }
}
