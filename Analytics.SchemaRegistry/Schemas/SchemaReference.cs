namespace Analytics.SchemaRegistry.Schemas;

/// <summary>A schema that another one names in <c>$ref</c>: <c>{"name":"address.json","subject":"address","version":1}</c>.</summary>
internal sealed record SchemaReference(string? Name, string? Subject, int Version);
