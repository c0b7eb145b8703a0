namespace Analytics.SchemaRegistry.Api;

/// <summary>An answer without a body: 204.</summary>
internal sealed record NoContent;
