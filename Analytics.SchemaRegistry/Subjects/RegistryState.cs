using Analytics.SchemaRegistry.Storage;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>The sum of the log's records. Not synchronised: <see cref="SubjectRegistry"/> owns it.</summary>
internal sealed class RegistryState
{
    private static readonly IReadOnlySet<(string Context, int Id)> Nobody = new HashSet<(string, int)>();

    private readonly Dictionary<string, ContextIndex> _indexes = new(StringComparer.Ordinal);
    private readonly Dictionary<(string Subject, int Version), HashSet<(string Context, int Id)>> _referrers = [];

    public SortedDictionary<string, Subject> Subjects { get; } = new(StringComparer.Ordinal);

    /// <summary>The contexts beside the default one.</summary>
    public SortedSet<string> Contexts { get; } = new(StringComparer.Ordinal);

    /// <summary>Settings by subject or context prefix; the empty name is the global one.</summary>
    public SortedDictionary<string, RegistryConfig> Configs { get; } = new(StringComparer.Ordinal);

    /// <summary>Modes by subject or context prefix; the empty name is the global one.</summary>
    public SortedDictionary<string, string> Modes { get; } = new(StringComparer.Ordinal);

    public Subject? Find(string subject) => Subjects.GetValueOrDefault(subject);

    public VersionEntry? Find(string subject, int version, bool deleted) => Find(subject)?.Find(version, deleted);

    /// <summary>Whether a subject, or any of a context, has versions.</summary>
    public bool HasSubjects(string? subject, bool deleted)
    {
        if (subject is not null && Subjects.TryGetValue(subject, out var found) && (deleted || !found.IsDeleted))
        {
            return true;
        }

        var wanted = subject is null ? (QualifiedSubject?)null : QualifiedSubject.Parse(subject);
        return (wanted is null || wanted.Value.Name.Length == 0)
            && Subjects.Values.Any(entry => (deleted || !entry.IsDeleted) && (wanted is null || wanted.Value.Covers(entry.Name)));
    }

    public ContextIndex Index(string context)
    {
        if (!_indexes.TryGetValue(context, out var index))
        {
            index = new ContextIndex();
            _indexes.Add(context, index);
        }

        return index;
    }

    /// <summary>The ids of schemas that name a version, soft-deleted ones included.</summary>
    public IReadOnlySet<(string Context, int Id)> Referrers(string subject, int version) =>
        _referrers.TryGetValue((subject, version), out var found) ? found : Nobody;

    public void Apply(RegistryRecord record)
    {
        switch (record)
        {
            case SchemaRecord { Entry: { } entry }:
                Put(entry);
                break;
            case SchemaRecord gone:
                Remove(gone.Subject, gone.Version);
                break;
            case SubjectDeletedRecord deleted:
                foreach (var entry in Find(deleted.Subject)?.Live.Where(entry => entry.Version <= deleted.Version).ToList() ?? [])
                {
                    Put(entry with { Deleted = true });
                }

                break;
            case SubjectsClearedRecord cleared:
                Clear(cleared.Subject);
                break;
            case ConfigRecord config:
                Set(Configs, config.Subject, config.Config);
                break;
            case ModeRecord mode:
                Set(Modes, mode.Subject, mode.Mode);
                break;
            case ContextRecord context:
                _ = context.Exists ? Contexts.Add(context.Context) : Contexts.Remove(context.Context);
                break;
        }
    }

    private static void Set<T>(SortedDictionary<string, T> values, string? subject, T? value)
        where T : class
    {
        if (value is null)
        {
            values.Remove(subject ?? "");
        }
        else
        {
            values[subject ?? ""] = value;
        }
    }

    private void Put(VersionEntry entry)
    {
        if (!Subjects.TryGetValue(entry.Subject, out var subject))
        {
            subject = new Subject(entry.Subject);
            Subjects.Add(subject.Name, subject);
        }

        subject.Put(entry);
        var context = QualifiedSubject.Parse(entry.Subject).Context;
        Index(context).Add(entry);
        if (entry.Deleted)
        {
            return;
        }

        foreach (var target in References(entry))
        {
            if (!_referrers.TryGetValue(target, out var referrers))
            {
                referrers = [];
                _referrers.Add(target, referrers);
            }

            referrers.Add((context, entry.Id));
        }
    }

    private void Remove(string name, int version)
    {
        if (Find(name, version, deleted: true) is not { } entry)
        {
            return;
        }

        var subject = Subjects[name];
        subject.Remove(version);
        if (subject.Versions.Count == 0)
        {
            Subjects.Remove(name);
        }

        var context = QualifiedSubject.Parse(name).Context;
        Index(context).Remove(entry);
        foreach (var target in References(entry).Where(_referrers.ContainsKey))
        {
            _referrers[target].Remove((context, entry.Id));
        }
    }

    private void Clear(string? subject)
    {
        var wanted = subject is null ? (QualifiedSubject?)null : QualifiedSubject.Parse(subject);
        foreach (var entry in Subjects.Values.Where(found => wanted is null || wanted.Value.Covers(found.Name)).SelectMany(found => found.Versions).ToList())
        {
            if (entry.Deleted)
            {
                Remove(entry.Subject, entry.Version);
            }
        }
    }

    private static IEnumerable<(string Subject, int Version)> References(VersionEntry entry) =>
        entry.Content.References
            .Where(reference => reference is { Subject: not null, Version: not null })
            .Select(reference => (QualifiedSubject.Qualify(entry.Subject, reference.Subject!), reference.Version!.Value));
}
