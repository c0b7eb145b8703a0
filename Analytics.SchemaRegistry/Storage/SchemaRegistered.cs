using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>A schema became a version of a subject.</summary>
internal sealed record SchemaRegistered(string Subject, int Version, int Id, string Schema, IReadOnlyList<SchemaReference> References) : RegistryEvent;
