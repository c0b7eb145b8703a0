using System.Text.Json;
using System.Text.Json.Serialization.Metadata;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Api;

/// <summary>One request, its path already taken apart.</summary>
/// <param name="Segments">The values of the route's <c>{}</c> segments, in order, decoded.</param>
/// <param name="Query">The query string's values.</param>
/// <param name="Body">The body's bytes.</param>
/// <param name="Aborted">Signals that the client is gone.</param>
internal sealed record RegistryCall(IReadOnlyList<string> Segments, IQueryCollection Query, ReadOnlyMemory<byte> Body, CancellationToken Aborted)
{
    /// <summary>A query parameter that is on only when it says <c>true</c>.</summary>
    public bool Flag(string name) => string.Equals(Query[name], "true", StringComparison.OrdinalIgnoreCase);

    /// <summary>Reads the body as a JSON object.</summary>
    /// <exception cref="RegistryProblem">400 when it is not JSON of that shape, 422 when it is empty or null.</exception>
    public T Read<T>(JsonTypeInfo<T> type)
    {
        if (Body.IsEmpty)
        {
            throw Problems.EmptyBody();
        }

        try
        {
            return JsonSerializer.Deserialize(Body.Span, type) ?? throw Problems.EmptyBody();
        }
        catch (JsonException error)
        {
            throw Problems.BadRequest($"Invalid JSON in the request body: {error.Message}");
        }
    }

    /// <summary>Reads the schema out of the body.</summary>
    /// <exception cref="RegistryProblem">42201 when it is missing, not a JSON Schema, or of a type that this registry does not take.</exception>
    public (SchemaDocument Document, SchemaBody Body) ReadSchema()
    {
        var body = Read(ApiJson.Default.SchemaBody);
        if (body.SchemaType is not SchemaView.JsonType)
        {
            throw Problems.InvalidSchema($"schema type {body.SchemaType ?? "AVRO"} is not supported, this registry takes \"schemaType\": \"JSON\"");
        }

        var document = SchemaDocument.Parse(body.Schema ?? throw Problems.InvalidSchema("the schema is missing"), body.References ?? [], Flag("normalize"));
        return (document, body);
    }
}
