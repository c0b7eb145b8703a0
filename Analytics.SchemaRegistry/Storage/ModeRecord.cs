namespace Analytics.SchemaRegistry.Storage;

/// <summary>The mode of a subject or context, or of everything when it is null. Without a mode it is removed.</summary>
internal sealed record ModeRecord(string? Subject, string? Mode) : RegistryRecord;
