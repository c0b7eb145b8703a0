namespace Analytics.SchemaRegistry.Subjects;

/// <summary>What clients may do to a subject.</summary>
internal static class RegistryModes
{
    public const string ReadWrite = "READWRITE";

    public const string ReadOnly = "READONLY";

    public const string ReadOnlyOverride = "READONLY_OVERRIDE";

    public const string Import = "IMPORT";

    /// <summary>The mode's name in capitals; null when there is no such mode.</summary>
    public static string? Parse(string text) =>
        text.ToUpperInvariant() is ReadWrite or ReadOnly or ReadOnlyOverride or Import ? text.ToUpperInvariant() : null;
}
