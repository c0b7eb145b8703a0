namespace Analytics.Contracts.Registry;

/// <summary>One place where a schema id is in use.</summary>
/// <param name="Subject">The subject.</param>
/// <param name="Version">The version within it.</param>
public sealed record SubjectVersion(string Subject, int Version);
