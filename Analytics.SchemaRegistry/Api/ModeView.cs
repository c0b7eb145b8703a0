namespace Analytics.SchemaRegistry.Api;

/// <summary>A mode: <c>{"mode":"READONLY"}</c>.</summary>
internal sealed record ModeView(string? Mode);
