namespace Analytics.SchemaRegistry.Storage;

/// <summary>A compatibility level was set; a null level removes it, a null subject is the global one.</summary>
internal sealed record ConfigChanged(string? Subject, string? Compatibility, string? Policy) : RegistryEvent;
