using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>Compares a new schema with the earlier versions of its subject.</summary>
internal static class CompatibilityCheck
{
    /// <summary>Longer schemas are cut in messages.</summary>
    private const int MaxQuoted = 10 * 1024;

    /// <summary>What breaks the level; empty when the schema is compatible.</summary>
    /// <param name="candidate">The new schema.</param>
    /// <param name="metadata">What is attached to it.</param>
    /// <param name="earlier">The versions to compare with, oldest first.</param>
    /// <param name="config">The settings in force.</param>
    public static IReadOnlyList<string> Run(ResolvedSchema candidate, SchemaMetadata? metadata, IReadOnlyList<EarlierVersion> earlier, RegistryConfig config)
    {
        List<string> messages = config.ValidateFields == true ? [.. ReservedFields.Check(candidate.Text, metadata, earlier.Count == 0 ? null : earlier[^1].Metadata)] : [];
        if (config.CompatibilityGroup is { } group)
        {
            var value = metadata?.Properties?.GetValueOrDefault(group);
            earlier = [.. earlier.Where(version => version.Metadata?.Properties?.GetValueOrDefault(group) == value)];
        }

        var compared = CompatibilityLevels.IsTransitive(config.Level) ? earlier.Reverse() : earlier.TakeLast(1);
        messages.AddRange(compared.Select(version => Compare(candidate, version, config)).FirstOrDefault(found => found.Count > 0) ?? []);
        return messages.Count == 0 ? [] : [.. messages, $"{{validateFields: '{(config.ValidateFields == true ? "true" : "false")}', compatibility: '{config.Level}'}}"];
    }

    private static List<string> Compare(ResolvedSchema candidate, EarlierVersion version, RegistryConfig config)
    {
        var messages = new List<string>();
        var forward = CompatibilityLevels.ChecksForward(config.Level);
        var backward = CompatibilityLevels.ChecksBackward(config.Level);
        if ((forward || backward) && version.Type != SchemaContent.JsonType)
        {
            return ["Incompatible because of different schema type"];
        }

        var last = 0;
        if (forward)
        {
            messages.AddRange(Blocking(candidate, version.Schema, config, reader: "old", writer: "new"));
            last = messages.Count;
        }

        if (backward)
        {
            messages.AddRange(Blocking(version.Schema, candidate, config, reader: "new", writer: "old"));
            last = messages.Count - last;
        }

        // At FULL the earlier schema is quoted for what breaks backward only, as Confluent does.
        if (last > 0)
        {
            messages.Add($"{{oldSchemaVersion: {version.Version}}}");
            messages.Add(version.Schema.Text.Length <= MaxQuoted
                ? $"{{oldSchema: '{version.Schema.Text}'}}"
                : $"{{oldSchema: <truncated> '{version.Schema.Text[..MaxQuoted]}...'}}");
        }

        return messages;
    }

    private static IReadOnlyList<string> Blocking(ResolvedSchema original, ResolvedSchema update, RegistryConfig config, string reader, string writer)
    {
        try
        {
            return [.. SchemaComparison.Compare(original, update, config.CompatibilityPolicy).Blocking.Select(change => change.Describe(reader, writer))];
        }
        catch (InsufficientExecutionStackException)
        {
            throw Problems.InvalidSchema("it is nested too deeply to be compared");
        }
    }
}
