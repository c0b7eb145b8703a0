namespace Analytics.SchemaRegistry.Api;

/// <summary>A place where an id is in use: <c>{"subject":"events-value","version":1}</c>.</summary>
internal sealed record SubjectVersionView(string Subject, int Version);
