namespace Analytics.Contracts.Registry;

/// <summary>A schema in an answer; which properties are there depends on the path.</summary>
internal sealed record SchemaAnswer(string? Subject, int? Version, int? Id, string? SchemaType, string? Schema);
