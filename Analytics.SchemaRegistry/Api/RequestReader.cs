using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>What bodies mean.</summary>
internal static class RequestReader
{
    public static SchemaRequest Schema(RequestBody body)
    {
        // Rule sets are taken and dropped, as Confluent's community server does.
        body.Object("ruleSet");
        return new SchemaRequest(
            body.Text("schema"),
            body.Text("schemaType") ?? SchemaContent.AvroType,
            [.. (body.Objects("references") ?? []).Select(item => new SchemaReference(item.Text("name"), item.Text("subject"), item.Number("version")))],
            Metadata(body, "metadata"),
            body.Number("id") ?? -1,
            body.Number("version") ?? 0);
    }

    /// <summary>The change that a body makes to settings: what it does not mention stays, what is null goes.</summary>
    /// <exception cref="RegistryProblem">42203 for an unknown level.</exception>
    public static Func<RegistryConfig?, RegistryConfig> Config(RequestBody body)
    {
        var level = body.Text("compatibility");
        if (level is not null && CompatibilityLevels.Parse(level) is null)
        {
            throw Problems.InvalidLevel();
        }

        var (normalize, fields, newSchemas, rules) = (body.Flag("normalize"), body.Flag("validateFields"), body.Flag("validateNewSchemas"), body.Flag("validateRules"));
        var (alias, deks, policy, group) = (body.Text("alias"), body.Text("aliasForDeks"), body.Text("compatibilityPolicy"), body.Text("compatibilityGroup"));
        var (defaults, overrides) = (Metadata(body, "defaultMetadata"), Metadata(body, "overrideMetadata"));
        return before =>
        {
            before ??= new RegistryConfig();
            return new RegistryConfig(
                body.Has("alias") ? alias : before.Alias,
                body.Has("aliasForDeks") ? deks : before.AliasForDeks,
                body.Has("normalize") ? normalize : before.Normalize,
                body.Has("validateFields") ? fields : before.ValidateFields,
                body.Has("validateNewSchemas") ? newSchemas : before.ValidateNewSchemas,
                body.Has("validateRules") ? rules : before.ValidateRules,
                body.Has("compatibility") ? CompatibilityLevels.Parse(level ?? "") : before.CompatibilityLevel,
                body.Has("compatibilityPolicy") ? CompatibilityPolicy.Parse(policy) : before.CompatibilityPolicy,
                body.Has("compatibilityGroup") ? group : before.CompatibilityGroup,
                body.Has("defaultMetadata") ? defaults : before.DefaultMetadata,
                body.Has("overrideMetadata") ? overrides : before.OverrideMetadata);
        };
    }

    private static SchemaMetadata? Metadata(RequestBody body, string name) =>
        body.Object(name) is { } metadata ? new SchemaMetadata(metadata.Lists("tags"), metadata.Map("properties"), metadata.Texts("sensitive")) : null;
}
