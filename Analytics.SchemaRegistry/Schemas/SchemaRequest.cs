namespace Analytics.SchemaRegistry.Schemas;

/// <summary>A schema in a request: <c>{"schemaType":"JSON","schema":"{...}","references":[],"metadata":{}}</c>.</summary>
/// <param name="Text">The schema as it was sent.</param>
/// <param name="Type">Its type; a request without one means Avro.</param>
/// <param name="References">The schemas that it refers to.</param>
/// <param name="Metadata">What is attached to it.</param>
/// <param name="Id">The id it must get, in mode IMPORT; -1 for any.</param>
/// <param name="Version">The version it must get; 0 for the next one, -1 for the latest when that is the same schema.</param>
internal sealed record SchemaRequest(string? Text, string Type, IReadOnlyList<SchemaReference> References, SchemaMetadata? Metadata, int Id = -1, int Version = 0)
{
    public bool IsBlank => string.IsNullOrWhiteSpace(Text);
}
