using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Storage;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>Takes versions out of sight (soft), then away for good (permanent).</summary>
internal static class Deletion
{
    public static (IReadOnlyList<RegistryRecord> Records, int Version) OfVersion(RegistryState state, string name, VersionNumber number, bool permanent)
    {
        var subject = state.Find(name) ?? throw Problems.SubjectNotFound(name);
        var entry = (number.IsLatest ? subject.Latest : subject.Find(number.Value, deleted: true)) ?? throw Problems.VersionNotFound(number.Value);
        if (!permanent && entry.Deleted)
        {
            throw Problems.VersionSoftDeleted(name, entry.Version);
        }

        RefuseReadOnly(state, name);
        if (Referrers.Of(state, name, entry.Version, deleted: permanent).Any())
        {
            throw Problems.ReferenceExists(name, entry.Version);
        }

        if (!permanent)
        {
            return ([new SchemaRecord(entry with { Deleted = true })], entry.Version);
        }

        if (!entry.Deleted)
        {
            throw Problems.VersionNotSoftDeleted(name, entry.Version);
        }

        var settings = subject.Versions.Count == 1 ? Settings(state, name) : [];
        return ([new SchemaRecord(name, entry.Version, Entry: null), .. settings], entry.Version);
    }

    public static (IReadOnlyList<RegistryRecord> Records, IReadOnlyList<int> Versions) OfSubject(RegistryState state, string name, bool permanent)
    {
        if (!state.HasSubjects(name, deleted: true))
        {
            throw Problems.SubjectNotFound(name);
        }

        if (!permanent && !state.HasSubjects(name, deleted: false))
        {
            throw Problems.SubjectSoftDeleted(name);
        }

        RefuseReadOnly(state, name);
        var entries = (state.Find(name)?.Versions ?? []).Where(entry => permanent || !entry.Deleted).ToList();
        foreach (var entry in entries)
        {
            if (Referrers.Subjects(state, name, entry.Version, deleted: permanent).Any(referrer => referrer != name))
            {
                throw Problems.ReferenceExists(name, entry.Version);
            }

            if (permanent && !entry.Deleted)
            {
                throw Problems.SubjectNotSoftDeleted(name);
            }
        }

        int[] versions = [.. entries.Select(entry => entry.Version)];
        return permanent
            ? ([.. versions.Reverse().Select(version => new SchemaRecord(name, version, Entry: null)), .. Settings(state, name)], versions)
            : ([new SubjectDeletedRecord(name, versions.LastOrDefault())], versions);
    }

    public static (IReadOnlyList<RegistryRecord> Records, bool Done) OfContext(RegistryState state, string context)
    {
        if (state.HasSubjects(context, deleted: true))
        {
            throw Problems.ContextNotEmpty(context);
        }

        return ([new ContextRecord(QualifiedSubject.Parse(context).Context, Exists: false)], true);
    }

    public static void RefuseReadOnly(RegistryState state, string? name)
    {
        if (Scope.IsReadOnly(state, name))
        {
            throw Problems.OperationNotPermitted(
                $"Subject {name ?? "null"} in context {(name is null ? "" : QualifiedSubject.Parse(name).ContextPrefix)} is in read-only mode");
        }
    }

    /// <summary>A subject's own settings go with its last version.</summary>
    private static IEnumerable<RegistryRecord> Settings(RegistryState state, string name)
    {
        if (state.Modes.ContainsKey(name))
        {
            yield return new ModeRecord(name, Mode: null);
        }

        if (state.Configs.ContainsKey(name))
        {
            yield return new ConfigRecord(name, Config: null);
        }
    }
}
