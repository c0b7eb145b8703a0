using System.Text.Json;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Compatibility.Shapes;

/// <summary>Reads schemas as shapes; what it can't read is no JSON Schema.</summary>
internal static class ShapeReader
{
    private static readonly string[] Modern = ["json-schema.org/draft/2019-09/schema", "json-schema.org/draft/2020-12/schema"];

    /// <summary>Reads a schema and all that it refers to.</summary>
    /// <exception cref="RegistryProblem">42201: a keyword has a value that its draft does not allow, or a reference leads nowhere.</exception>
    public static Shape Read(ResolvedSchema schema)
    {
        try
        {
            var root = SchemaDocument.Parse(schema.Text);
            return root.Root.ValueKind switch
            {
                JsonValueKind.True => new Shape(ShapeKind.True),
                JsonValueKind.False => new Shape(ShapeKind.False),
                JsonValueKind.Object when IsModern(root.Root) => new ModernLoader(root, schema.References).Load(),
                JsonValueKind.Object => new ClassicLoader(root, schema.References).Load(),
                var kind => throw new SchemaException("#", $"expected an object or boolean at the root, found {kind}"),
            };
        }
        catch (SchemaException error)
        {
            throw Problems.InvalidJsonSchema(error.Message);
        }
        catch (InsufficientExecutionStackException)
        {
            throw Problems.InvalidJsonSchema("it is nested too deeply");
        }
    }

    private static bool IsModern(JsonElement root) =>
        root.TryGetProperty("$schema", out var dialect) && dialect.ValueKind == JsonValueKind.String
        && dialect.GetString() is { } url && Modern.Any(known => url.TrimEnd('#') == $"https://{known}" || url.TrimEnd('#') == $"http://{known}");
}
