namespace Analytics.SchemaRegistry.Storage;

/// <summary>All versions of a subject up to one are soft-deleted.</summary>
internal sealed record SubjectDeletedRecord(string Subject, int Version) : RegistryRecord;
