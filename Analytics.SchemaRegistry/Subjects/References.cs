namespace Analytics.SchemaRegistry.Subjects;

/// <summary>Which live schemas refer to a version.</summary>
internal static class References
{
    /// <summary>Ids of the schemas that name the version, ascending.</summary>
    public static IEnumerable<int> To(RegistryState state, string subject, int version) =>
        state.Subjects.Values
            .SelectMany(other => other.Live)
            .Where(entry => entry.Schema.Document.References.Any(reference => reference.Subject == subject && reference.Version == version))
            .Select(entry => entry.Schema.Id)
            .Distinct()
            .Order();
}
