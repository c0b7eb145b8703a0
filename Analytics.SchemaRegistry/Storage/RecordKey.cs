namespace Analytics.SchemaRegistry.Storage;

/// <summary>A record's key as JSON: <c>{"keytype":"SCHEMA","subject":"events-value","version":1,"magic":1}</c>.</summary>
internal sealed record RecordKey(string? Keytype, string? Tenant = null, string? Context = null, string? Subject = null, int? Version = null, int Magic = 0);
