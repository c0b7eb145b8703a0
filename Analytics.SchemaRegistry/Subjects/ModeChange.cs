using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Storage;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>Sets and removes modes.</summary>
internal static class ModeChange
{
    /// <summary>Sets a mode; null removes it.</summary>
    public static IReadOnlyList<RegistryRecord> Set(RegistryState state, string? subject, string? mode, bool force)
    {
        var records = new List<RegistryRecord>();
        if (mode == RegistryModes.Import && !force && Scope.ModeInScope(state, subject) != RegistryModes.Import)
        {
            records.AddRange(ClearForImport(state, subject));
        }

        records.Add(new ModeRecord(subject, mode));
        return records;
    }

    /// <summary>Removes a mode.</summary>
    /// <returns>What to write, and the mode that was there.</returns>
    public static (IReadOnlyList<RegistryRecord> Records, string? Mode) Remove(RegistryState state, string? subject, bool recursive)
    {
        var mode = Scope.Mode(state, subject);
        if (mode is null && !recursive)
        {
            throw Problems.SubjectNotFound(subject!);
        }

        var below = recursive && (subject is null || QualifiedSubject.Parse(subject).Name.Length == 0)
            ? state.Modes.Keys.Where(name => name.Length > 0 && name != subject && QualifiedSubject.Parse(subject ?? "").Covers(name))
            : [];
        return ([new ModeRecord(subject, Mode: null), .. below.Select(name => new ModeRecord(name, Mode: null))], mode);
    }

    /// <summary>An import starts on clean ground: no live version, and the soft-deleted ones go for good.</summary>
    private static IEnumerable<RegistryRecord> ClearForImport(RegistryState state, string? subject)
    {
        if (state.HasSubjects(subject, deleted: false))
        {
            throw Problems.OperationNotPermitted("Cannot import since found existing subjects");
        }

        var wanted = subject is null ? (QualifiedSubject?)null : QualifiedSubject.Parse(subject);
        var gone = state.Subjects.Values.Where(found => wanted is null || wanted.Value.Covers(found.Name)).SelectMany(found => found.Versions).ToList();
        if (gone.Find(entry => state.Referrers(entry.Subject, entry.Version).Count > 0) is { } referred)
        {
            throw Problems.ReferenceExists(referred.Subject, referred.Version);
        }

        return [.. gone.Select(entry => new SchemaRecord(entry.Subject, entry.Version, Entry: null)), new SubjectsClearedRecord(subject)];
    }
}
