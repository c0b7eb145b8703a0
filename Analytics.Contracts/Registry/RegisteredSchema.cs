namespace Analytics.Contracts.Registry;

/// <summary>A schema as a version of a subject.</summary>
/// <param name="Subject">The subject, such as <c>events-value</c>.</param>
/// <param name="Version">The version within the subject, from 1.</param>
/// <param name="Id">The schema's id across subjects; the wire format carries it.</param>
/// <param name="Schema">The schema's text: JSON Schema.</param>
public sealed record RegisteredSchema(string Subject, int Version, int Id, string Schema);
