using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Storage;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>The sum of the log's events. Not synchronised: <see cref="SubjectRegistry"/> owns it.</summary>
internal sealed class RegistryState
{
    private readonly Dictionary<string, SchemaEntry> _byIdentity = new(StringComparer.Ordinal);

    public SortedDictionary<string, Subject> Subjects { get; } = new(StringComparer.Ordinal);

    public Dictionary<int, SchemaEntry> ById { get; } = [];

    /// <summary>The highest id ever given: ids are not used twice, even when the schema is gone.</summary>
    public int LastId { get; private set; }

    /// <summary>Levels by subject; the empty name is the global one.</summary>
    public Dictionary<string, CompatibilityConfig> Configs { get; } = new(StringComparer.Ordinal);

    /// <summary>Modes by subject; the empty name is the global one.</summary>
    public Dictionary<string, string> Modes { get; } = new(StringComparer.Ordinal);

    public SchemaEntry? FindSchema(SchemaDocument document) => _byIdentity.GetValueOrDefault(document.Identity);

    public void Apply(RegistryEvent change)
    {
        switch (change)
        {
            case SchemaRegistered registered:
                Add(registered);
                break;
            case VersionDeleted deleted when Subjects.TryGetValue(deleted.Subject, out var subject):
                Delete(subject, entry => entry.Version == deleted.Version, deleted.Permanent);
                break;
            case SubjectDeleted deleted when Subjects.TryGetValue(deleted.Subject, out var subject):
                Delete(subject, _ => true, deleted.Permanent);
                break;
            case ConfigChanged config:
                Set(Configs, config.Subject, config.Compatibility is null ? null : new CompatibilityConfig(config.Compatibility, config.Policy));
                break;
            case ModeChanged mode:
                Set(Modes, mode.Subject, mode.Mode);
                break;
        }
    }

    private static void Set<T>(Dictionary<string, T> values, string? subject, T? value)
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

    private void Add(SchemaRegistered registered)
    {
        if (!ById.TryGetValue(registered.Id, out var schema))
        {
            schema = new SchemaEntry(registered.Id, new SchemaDocument(registered.Schema, registered.References));
            ById.Add(schema.Id, schema);
            _byIdentity.TryAdd(schema.Document.Identity, schema);
        }

        if (!Subjects.TryGetValue(registered.Subject, out var subject))
        {
            subject = new Subject(registered.Subject);
            Subjects.Add(subject.Name, subject);
        }

        subject.Versions.Add(new VersionEntry(registered.Version, schema, Deleted: false));
        subject.Versions.Sort((left, right) => left.Version.CompareTo(right.Version));
        subject.LastVersion = Math.Max(subject.LastVersion, registered.Version);
        LastId = Math.Max(LastId, registered.Id);
    }

    private void Delete(Subject subject, Predicate<VersionEntry> which, bool permanent)
    {
        if (!permanent)
        {
            for (var i = 0; i < subject.Versions.Count; i++)
            {
                if (which(subject.Versions[i]))
                {
                    subject.Versions[i] = subject.Versions[i] with { Deleted = true };
                }
            }

            return;
        }

        var gone = subject.Versions.FindAll(which);
        subject.Versions.RemoveAll(which);
        if (subject.Versions.Count == 0)
        {
            Subjects.Remove(subject.Name);
        }

        foreach (var schema in gone.Select(entry => entry.Schema).Where(schema => !IsUsed(schema.Id)))
        {
            ById.Remove(schema.Id);
            _byIdentity.Remove(schema.Document.Identity);
        }
    }

    private bool IsUsed(int id) => Subjects.Values.Any(subject => subject.Versions.Exists(entry => entry.Schema.Id == id));
}
