namespace Analytics.SchemaRegistry.Storage;

/// <summary>A version was deleted, for good or not.</summary>
internal sealed record VersionDeleted(string Subject, int Version, bool Permanent) : RegistryEvent;
