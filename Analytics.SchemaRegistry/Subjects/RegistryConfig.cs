using System.Text.Json.Serialization;
using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>The settings of a subject, a context or everything. What is null is not set there.</summary>
/// <param name="Alias">The subject that this name stands for.</param>
/// <param name="AliasForDeks">The same for data encryption keys; stored only.</param>
/// <param name="Normalize">Whether schemas are normalized as if each request said so.</param>
/// <param name="ValidateFields">Whether names that start with <c>$$</c> are refused.</param>
/// <param name="ValidateNewSchemas">Stored only: JSON Schema has no stricter test for new ones.</param>
/// <param name="ValidateRules">Stored only.</param>
/// <param name="CompatibilityLevel">One of <see cref="CompatibilityLevels"/>.</param>
/// <param name="CompatibilityPolicy"><c>STRICT</c>, <c>LENIENT</c> or <c>LOGICAL</c>; null means strict.</param>
/// <param name="CompatibilityGroup">The metadata property whose values part a subject's versions into groups that are compatible within.</param>
/// <param name="DefaultMetadata">Metadata that a new schema gets where it has none of its own.</param>
/// <param name="OverrideMetadata">Metadata that a new schema gets in any case.</param>
internal sealed record RegistryConfig(
    string? Alias = null,
    string? AliasForDeks = null,
    bool? Normalize = null,
    bool? ValidateFields = null,
    bool? ValidateNewSchemas = null,
    bool? ValidateRules = null,
    string? CompatibilityLevel = null,
    string? CompatibilityPolicy = null,
    string? CompatibilityGroup = null,
    SchemaMetadata? DefaultMetadata = null,
    SchemaMetadata? OverrideMetadata = null)
{
    /// <summary>What holds where nothing is set.</summary>
    public static RegistryConfig Default { get; } = new(CompatibilityLevel: CompatibilityLevels.Default);

    [JsonIgnore]
    public bool HasMetadata => DefaultMetadata is not null || OverrideMetadata is not null;

    /// <summary>The level in force.</summary>
    [JsonIgnore]
    public string Level => CompatibilityLevel ?? CompatibilityLevels.Default;

    public RegistryConfig WithLevel() => CompatibilityLevel is null ? this with { CompatibilityLevel = CompatibilityLevels.Default } : this;

    /// <summary>A subject's settings over the global ones; the level, aliases and metadata are its own in any case.</summary>
    public static RegistryConfig Merge(RegistryConfig global, RegistryConfig subject) => subject with
    {
        Normalize = subject.Normalize ?? global.Normalize,
        ValidateFields = subject.ValidateFields ?? global.ValidateFields,
        ValidateNewSchemas = subject.ValidateNewSchemas ?? global.ValidateNewSchemas,
        ValidateRules = subject.ValidateRules ?? global.ValidateRules,
        CompatibilityPolicy = subject.CompatibilityPolicy ?? global.CompatibilityPolicy,
        CompatibilityGroup = subject.CompatibilityGroup ?? global.CompatibilityGroup,
    };
}
