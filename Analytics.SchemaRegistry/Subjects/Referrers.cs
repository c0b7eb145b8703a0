namespace Analytics.SchemaRegistry.Subjects;

/// <summary>Which schemas refer to a version.</summary>
internal static class Referrers
{
    /// <summary>Ids of the schemas that name the version, ascending by context and id.</summary>
    /// <param name="state">The state.</param>
    /// <param name="subject">The subject that is referred to.</param>
    /// <param name="version">The version that is referred to.</param>
    /// <param name="deleted">Whether soft-deleted schemas count.</param>
    public static IEnumerable<int> Of(RegistryState state, string subject, int version, bool deleted) => state
        .Referrers(subject, version)
        .Where(referrer => deleted || Uses(state, referrer, deleted: false).Any())
        .OrderBy(referrer => referrer.Context, StringComparer.Ordinal)
        .ThenBy(referrer => referrer.Id)
        .Select(referrer => referrer.Id);

    /// <summary>The subjects whose schemas name the version.</summary>
    public static IEnumerable<string> Subjects(RegistryState state, string subject, int version, bool deleted) => state
        .Referrers(subject, version)
        .SelectMany(referrer => Uses(state, referrer, deleted))
        .Select(entry => entry.Subject);

    private static IEnumerable<VersionEntry> Uses(RegistryState state, (string Context, int Id) referrer, bool deleted) => state
        .Index(referrer.Context).Uses(referrer.Id)
        .Select(use => state.Find(use.Key, use.Value, deleted))
        .OfType<VersionEntry>();
}
