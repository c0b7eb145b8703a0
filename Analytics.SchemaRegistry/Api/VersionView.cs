namespace Analytics.SchemaRegistry.Api;

/// <summary>What the server is.</summary>
internal sealed record VersionView(string Version, string CommitId);
