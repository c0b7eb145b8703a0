using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>The metadata that a schema is registered with.</summary>
internal static class MetadataRules
{
    /// <summary>The default metadata, over it its own or else the previous version's, over it the override.</summary>
    /// <param name="config">The settings in force.</param>
    /// <param name="request">The schema.</param>
    /// <param name="previous">The latest version's metadata.</param>
    /// <param name="version">The version it is going to be, noted for one that asks for a number; null for a lookup.</param>
    public static SchemaMetadata? For(RegistryConfig config, SchemaRequest request, SchemaMetadata? previous, int? version)
    {
        var merged = SchemaMetadata.Merge(SchemaMetadata.Merge(config.DefaultMetadata, request.Metadata ?? previous), config.OverrideMetadata);
        return version is { } number && (request.Version != 0 || merged?.ClaimedVersion is not null)
            ? (merged ?? SchemaMetadata.Empty).WithVersion(number)
            : merged;
    }
}
