using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>A schema with its id, shared by every subject that has it.</summary>
internal sealed record SchemaEntry(int Id, SchemaDocument Document);
