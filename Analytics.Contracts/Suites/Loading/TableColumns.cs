using System.Text.Json;
using Analytics.Contracts.Pipelines;

namespace Analytics.Contracts.Suites.Loading;

/// <summary>The columns that a pipeline's tables have in the lake.</summary>
internal static class TableColumns
{
    /// <summary>The properties of all versions of the schema, and the record's coordinates.</summary>
    public static IReadOnlySet<string> OfEvents(SourceDefinition source)
    {
        var columns = new HashSet<string> { "_partition", "_offset", "_timestamp" };
        foreach (var file in source.SchemaFiles)
        {
            columns.UnionWith(Properties(file));
        }

        return columns;
    }

    /// <summary>The window's bounds, the columns grouped by, the measures.</summary>
    public static IReadOnlySet<string> OfWindows(TableDefinition table) =>
        new HashSet<string>(table.GroupBy.Concat(table.Measures.Select(measure => measure.Name))) { "window_start", "window_end" };

    private static List<string> Properties(string schemaFile)
    {
        try
        {
            using var schema = JsonDocument.Parse(File.ReadAllBytes(schemaFile));
            return schema.RootElement.TryGetProperty("properties", out var properties)
                ? [.. properties.EnumerateObject().Select(property => property.Name)]
                : [];
        }
        catch (Exception invalid) when (invalid is JsonException or IOException or UnauthorizedAccessException)
        {
            throw new PipelineException(schemaFile, null, $"the schema cannot be read: {invalid.Message}");
        }
    }
}
