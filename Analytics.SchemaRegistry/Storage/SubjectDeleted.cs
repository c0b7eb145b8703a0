namespace Analytics.SchemaRegistry.Storage;

/// <summary>All versions of a subject were deleted, for good or not.</summary>
internal sealed record SubjectDeleted(string Subject, bool Permanent) : RegistryEvent;
