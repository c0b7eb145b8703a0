namespace Analytics.SchemaRegistry.Api;

/// <summary>The answer of the root path: <c>{}</c>.</summary>
internal sealed record EmptyView;
