namespace Analytics.SchemaRegistry.Schemas;

/// <summary>A schema that another one names in <c>$ref</c>: <c>{"name":"address.json","subject":"address","version":1}</c>.</summary>
/// <param name="Name">What <c>$ref</c> says.</param>
/// <param name="Subject">The subject; a bare one is in the context of the schema that names it.</param>
/// <param name="Version">The version; -1 is the latest at registration.</param>
internal sealed record SchemaReference(string? Name, string? Subject, int? Version)
{
    public override string ToString() => $"{{name='{Name ?? "null"}', subject='{Subject ?? "null"}', version={Version?.ToString() ?? "null"}}}";
}
