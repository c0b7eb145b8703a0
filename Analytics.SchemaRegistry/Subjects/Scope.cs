namespace Analytics.SchemaRegistry.Subjects;

/// <summary>Which settings hold for a subject: its own, its context's, the global ones, those of the context <c>.__GLOBAL</c>, the defaults.</summary>
internal static class Scope
{
    private static readonly string GlobalPrefix = $":{QualifiedSubject.GlobalContext}:";

    /// <summary>The settings of a name itself; null when it has none.</summary>
    /// <param name="state">The state.</param>
    /// <param name="subject">A subject or context; null is everything, which always has settings.</param>
    public static RegistryConfig? Config(RegistryState state, string? subject) =>
        state.Configs.GetValueOrDefault(subject ?? "")?.WithLevel() ?? (HasDefault(subject) ? RegistryConfig.Default : null);

    /// <summary>The settings in force.</summary>
    public static RegistryConfig ConfigInScope(RegistryState state, string? subject) =>
        subject is not null && Config(state, subject) is { } own
            ? RegistryConfig.Merge(Config(state, subject: null)!, own)
            : Above(state.Configs, subject)?.WithLevel() ?? RegistryConfig.Default;

    /// <summary>The mode of a name itself; null when it has none.</summary>
    public static string? Mode(RegistryState state, string? subject) =>
        state.Modes.GetValueOrDefault(subject ?? "") ?? (HasDefault(subject) ? RegistryModes.ReadWrite : null);

    /// <summary>The mode in force.</summary>
    public static string ModeInScope(RegistryState state, string? subject) =>
        state.Modes.GetValueOrDefault(subject ?? "") ?? Above(state.Modes, subject) ?? RegistryModes.ReadWrite;

    public static bool IsReadOnly(RegistryState state, string? subject) => RegistryModes.IsReadOnly(ModeInScope(state, subject));

    private static bool HasDefault(string? subject) => subject is null || QualifiedSubject.Parse(subject).Context == QualifiedSubject.GlobalContext;

    private static T? Above<T>(SortedDictionary<string, T> values, string? subject)
        where T : class
    {
        var prefix = subject is null ? "" : QualifiedSubject.Parse(subject).ContextPrefix;
        return values.GetValueOrDefault(prefix) ?? values.GetValueOrDefault(GlobalPrefix);
    }
}
