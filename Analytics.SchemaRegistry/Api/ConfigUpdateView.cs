using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>The answer to a change of settings. Where a GET says <c>compatibilityLevel</c> this says <c>compatibility</c>.</summary>
internal sealed record ConfigUpdateView(
    string? Alias,
    string? AliasForDeks,
    bool? Normalize,
    bool? ValidateFields,
    bool? ValidateNewSchemas,
    bool? ValidateRules,
    string? Compatibility,
    string? CompatibilityPolicy,
    string? CompatibilityGroup,
    SchemaMetadata? DefaultMetadata,
    SchemaMetadata? OverrideMetadata)
{
    public static ConfigUpdateView Of(RegistryConfig config) => new(
        config.Alias,
        config.AliasForDeks,
        config.Normalize,
        config.ValidateFields,
        config.ValidateNewSchemas,
        config.ValidateRules,
        config.CompatibilityLevel,
        config.CompatibilityPolicy,
        config.CompatibilityGroup,
        config.DefaultMetadata,
        config.OverrideMetadata);
}
