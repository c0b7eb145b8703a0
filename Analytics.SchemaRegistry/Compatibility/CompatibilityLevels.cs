namespace Analytics.SchemaRegistry.Compatibility;

/// <summary>The compatibility levels and what they compare.</summary>
internal static class CompatibilityLevels
{
    public const string Default = "BACKWARD";

    private static readonly HashSet<string> Known = new(StringComparer.Ordinal)
    {
        "NONE", "BACKWARD", "BACKWARD_TRANSITIVE", "FORWARD", "FORWARD_TRANSITIVE", "FULL", "FULL_TRANSITIVE",
    };

    /// <summary>The level's name in capitals; null when there is no such level.</summary>
    public static string? Parse(string text)
    {
        var level = text.ToUpperInvariant();
        return Known.Contains(level) ? level : null;
    }

    /// <summary>New readers must read old data.</summary>
    public static bool ChecksBackward(string level) =>
        level.StartsWith("BACKWARD", StringComparison.Ordinal) || level.StartsWith("FULL", StringComparison.Ordinal);

    /// <summary>Old readers must read new data.</summary>
    public static bool ChecksForward(string level) =>
        level.StartsWith("FORWARD", StringComparison.Ordinal) || level.StartsWith("FULL", StringComparison.Ordinal);

    /// <summary>Every earlier version counts, not the last one alone.</summary>
    public static bool IsTransitive(string level) => level.EndsWith("_TRANSITIVE", StringComparison.Ordinal);
}
