namespace Analytics.SchemaRegistry.Storage;

/// <summary>A mode was set; a null mode removes it, a null subject is the global one.</summary>
internal sealed record ModeChanged(string? Subject, string? Mode) : RegistryEvent;
