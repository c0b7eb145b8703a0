using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>One version of a subject.</summary>
/// <param name="Subject">The subject's full name.</param>
/// <param name="Version">Its number, from 1.</param>
/// <param name="Id">The schema's id within the subject's context.</param>
/// <param name="Content">The schema.</param>
/// <param name="Deleted">Whether it is soft-deleted: readable by id, otherwise out of sight.</param>
/// <param name="Timestamp">When it was last written, in milliseconds since 1970; null for an answer that repeats the request.</param>
internal sealed record VersionEntry(string Subject, int Version, int Id, SchemaContent Content, bool Deleted, long? Timestamp);
