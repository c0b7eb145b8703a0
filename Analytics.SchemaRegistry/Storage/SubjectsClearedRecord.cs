namespace Analytics.SchemaRegistry.Storage;

/// <summary>The soft-deleted versions of a subject (or context, or of everything when null) are forgotten: an import starts there.</summary>
internal sealed record SubjectsClearedRecord(string? Subject) : RegistryRecord;
