using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>A request to make a schema a version of a subject.</summary>
/// <param name="Document">The schema.</param>
/// <param name="Id">The id to give it; only in mode IMPORT.</param>
/// <param name="Version">The version to give it; only in mode IMPORT.</param>
internal sealed record Registration(SchemaDocument Document, int? Id, int? Version);
