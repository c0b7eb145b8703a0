using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>The settings of a subject or context, or of everything when it is null. Without settings they are removed.</summary>
internal sealed record ConfigRecord(string? Subject, RegistryConfig? Config) : RegistryRecord;
