namespace Analytics.SchemaRegistry.Api;

/// <summary>A level in a request or its answer: <c>{"compatibility":"FULL"}</c>; a GET calls it <c>compatibilityLevel</c>.</summary>
internal sealed record ConfigBody(string? Compatibility, string? CompatibilityLevel, string? CompatibilityPolicy);
