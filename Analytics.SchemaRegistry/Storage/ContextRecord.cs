namespace Analytics.SchemaRegistry.Storage;

/// <summary>A context other than the default one exists, or does no more.</summary>
internal sealed record ContextRecord(string Context, bool Exists) : RegistryRecord;
