using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Api;

/// <summary>A schema in a request: <c>{"schemaType":"JSON","schema":"{...}","references":[]}</c>. Without a type it is Avro.</summary>
internal sealed record SchemaBody(string? Schema, string? SchemaType, IReadOnlyList<SchemaReference>? References, int? Id, int? Version);
