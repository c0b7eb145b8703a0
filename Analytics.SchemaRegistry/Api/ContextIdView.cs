namespace Analytics.SchemaRegistry.Api;

/// <summary>An id and the context where it holds.</summary>
internal sealed record ContextIdView(string Context, int Id);
