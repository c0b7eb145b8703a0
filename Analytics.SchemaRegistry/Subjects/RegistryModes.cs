namespace Analytics.SchemaRegistry.Subjects;

/// <summary>What clients may do to a subject.</summary>
internal static class RegistryModes
{
    public const string ReadWrite = "READWRITE";

    public const string ReadOnly = "READONLY";

    public const string ReadOnlyOverride = "READONLY_OVERRIDE";

    public const string Import = "IMPORT";

    public const string Forward = "FORWARD";

    /// <summary>The mode's name in capitals; null when there is no such mode.</summary>
    public static string? Parse(string text)
    {
        var mode = text.ToUpperInvariant();
        return mode is ReadWrite or ReadOnly or ReadOnlyOverride or Import or Forward ? mode : null;
    }

    public static bool IsReadOnly(string mode) => mode is ReadOnly or ReadOnlyOverride;

    /// <summary>Whether ids and versions are given by the client, and nothing is checked.</summary>
    public static bool TakesIds(string mode) => mode is Import or Forward;
}
