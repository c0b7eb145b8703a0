using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>A record's value as JSON, of whatever kind: <c>{"subject":"events-value","version":1,"id":1,"schemaType":"JSON","schema":"{}","deleted":false}</c>.</summary>
internal sealed record RecordValue(
    string? Tenant = null,
    string? Context = null,
    string? Subject = null,
    int? Version = null,
    int? Id = null,
    string? Md5 = null,
    string? SchemaType = null,
    IReadOnlyList<SchemaReference>? References = null,
    SchemaMetadata? Metadata = null,
    string? Schema = null,
    bool? Deleted = null,
    string? Mode = null);
