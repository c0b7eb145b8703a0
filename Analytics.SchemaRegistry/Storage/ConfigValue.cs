using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Storage;

/// <summary>The value of a <c>CONFIG</c> record.</summary>
internal sealed record ConfigValue(
    string? Subject,
    string? Alias,
    string? AliasForDeks,
    bool? Normalize,
    bool? ValidateFields,
    bool? ValidateNewSchemas,
    bool? ValidateRules,
    string? CompatibilityLevel,
    string? CompatibilityPolicy,
    string? CompatibilityGroup,
    SchemaMetadata? DefaultMetadata,
    SchemaMetadata? OverrideMetadata)
{
    public static ConfigValue Of(string? subject, RegistryConfig config) => new(
        subject,
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

    public RegistryConfig ToConfig() => new(
        Alias,
        AliasForDeks,
        Normalize,
        ValidateFields,
        ValidateNewSchemas,
        ValidateRules,
        CompatibilityLevel,
        CompatibilityPolicy,
        CompatibilityGroup,
        DefaultMetadata,
        OverrideMetadata);
}
