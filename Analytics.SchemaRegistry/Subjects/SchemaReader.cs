using Analytics.SchemaRegistry.Compatibility.Shapes;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>Makes a request's schema what is stored and compared.</summary>
internal static class SchemaReader
{
    /// <summary>Reads a schema.</summary>
    /// <param name="state">The state.</param>
    /// <param name="subject">The subject that it is for.</param>
    /// <param name="request">The schema.</param>
    /// <param name="normalize">Whether to sort keys and references.</param>
    /// <param name="isNew">Whether soft-deleted versions can't be referred to, as for a new schema.</param>
    /// <returns>Null for a blank text.</returns>
    /// <exception cref="RegistryProblem">42201 when it is not a JSON Schema, or of a type that this registry does not take.</exception>
    public static SchemaContent? Read(RegistryState state, string subject, SchemaRequest request, bool normalize, bool isNew)
    {
        if (request.IsBlank)
        {
            return null;
        }

        if (request.Type != SchemaContent.JsonType)
        {
            throw Problems.InvalidSchema(request.Type is SchemaContent.AvroType or "PROTOBUF"
                ? $"Schema type {request.Type} is not supported: this registry takes JSON Schema, say \"schemaType\":\"JSON\""
                : $"Invalid schema type {request.Type}");
        }

        var resolved = ReferenceResolver.Resolve(state, subject, request.References, deleted: !isNew);
        var references = ReferenceResolver.Pin(state, subject, request.References, deleted: !isNew);
        var text = SchemaText.Canonical(request.Text!, normalize: false);
        if (!RegistryModes.TakesIds(Scope.ModeInScope(state, subject)))
        {
            Check(ShapeReader.Read(new ResolvedSchema(text, resolved)), Scope.ConfigInScope(state, subject).ValidateFields == true);
            if (normalize)
            {
                text = SchemaText.Canonical(text, normalize: true);
                references = [.. references.OrderBy(reference => reference.Subject, StringComparer.Ordinal).ThenBy(reference => reference.Version).Distinct()];
            }
        }

        return new SchemaContent(text, references, request.Metadata);
    }

    private static void Check(Shape shape, bool strict)
    {
        if (strict && shape.Object?.Properties.Keys.FirstOrDefault(name => name.StartsWith("$$", StringComparison.Ordinal)) is { } name)
        {
            throw Problems.InvalidJsonSchema($"#/properties/{name}: Field names cannot start with $$ prefix");
        }
    }

    /// <summary>A stored schema with all that it refers to.</summary>
    public static ResolvedSchema Resolve(RegistryState state, string subject, SchemaContent content) =>
        new(content.Text, ReferenceResolver.Resolve(state, subject, content.References, deleted: true));
}
