using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>A version that a new schema is compared with.</summary>
/// <param name="Version">Its number.</param>
/// <param name="Type">Its schema type.</param>
/// <param name="Schema">The schema with all that it refers to.</param>
/// <param name="Metadata">What is attached to it.</param>
internal sealed record EarlierVersion(int Version, string Type, ResolvedSchema Schema, SchemaMetadata? Metadata)
{
    public static EarlierVersion Of(RegistryState state, VersionEntry entry) =>
        new(entry.Version, entry.Content.Type, SchemaReader.Resolve(state, entry.Subject, entry.Content), entry.Content.Metadata);
}
