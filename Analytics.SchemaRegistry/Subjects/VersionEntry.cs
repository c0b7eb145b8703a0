namespace Analytics.SchemaRegistry.Subjects;

/// <summary>One version of a subject.</summary>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Schema">The schema.</param>
/// <param name="Deleted">Whether it is soft-deleted: readable by id, otherwise out of sight.</param>
internal sealed record VersionEntry(int Version, SchemaEntry Schema, bool Deleted);
