namespace Analytics.SchemaRegistry.Api;

/// <summary>A JSON document that goes out as it is: a schema asked for by <c>.../schema</c>.</summary>
internal sealed record RawText(string Text);
