namespace Analytics.Api.Queries;

/// <summary>A column of an answer.</summary>
internal sealed record QueryColumn(string Name, string Type);
