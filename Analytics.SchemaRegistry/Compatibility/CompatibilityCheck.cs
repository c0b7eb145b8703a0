using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>Compares a new schema with the earlier versions of its subject.</summary>
internal static class CompatibilityCheck
{
    /// <summary>What breaks the level; empty when the schema is compatible.</summary>
    /// <param name="candidate">The new schema.</param>
    /// <param name="earlier">The live versions, oldest first.</param>
    /// <param name="config">The level and policy in force.</param>
    public static IReadOnlyList<string> Run(SchemaDocument candidate, IReadOnlyList<SchemaDocument> earlier, CompatibilityConfig config)
    {
        if (earlier.Count == 0)
        {
            return [];
        }

        var compared = CompatibilityLevels.IsTransitive(config.Level) ? earlier.Reverse() : [earlier[^1]];
        foreach (var version in compared)
        {
            var backward = CompatibilityLevels.ChecksBackward(config.Level) ? Blocking(version, candidate, config) : [];
            var forward = CompatibilityLevels.ChecksForward(config.Level) ? Blocking(candidate, version, config) : [];
            if (backward.Count + forward.Count > 0)
            {
                return [.. backward, .. forward, $"{{oldSchema: '{version.Text}'}}", $"{{compatibility: '{config.Level}'}}"];
            }
        }

        return [];
    }

    private static IReadOnlyList<string> Blocking(SchemaDocument original, SchemaDocument update, CompatibilityConfig config)
    {
        try
        {
            return SchemaComparison.Blocking(original.Text, update.Text, config.Policy);
        }
        catch (InsufficientExecutionStackException)
        {
            throw Problems.InvalidSchema("it is nested too deeply to be compared");
        }
    }
}
