using Analytics.SchemaRegistry.Compatibility;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Storage;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>Makes a schema a version of a subject.</summary>
/// <param name="Subject">The subject's full name.</param>
/// <param name="Request">The schema.</param>
/// <param name="Normalize">Whether to sort its keys first.</param>
/// <param name="Force">Whether to skip the test of compatibility.</param>
internal sealed record Registration(string Subject, SchemaRequest Request, bool Normalize, bool Force)
{
    /// <summary>Finds the schema among the versions, or decides on a new one.</summary>
    /// <param name="state">The state.</param>
    /// <param name="timestamp">The time, in milliseconds since 1970.</param>
    /// <returns>What to write, nothing for a known schema; and the version as the answer shows it.</returns>
    /// <exception cref="RegistryProblem">The schema or the moment is not right.</exception>
    public (IReadOnlyList<RegistryRecord> Records, VersionEntry Entry) Decide(RegistryState state, long timestamp) =>
        FindKnown(state) is { } known ? ([], known) : Add(state, timestamp);

    /// <summary>A known schema is answered before anything is checked, the mode included.</summary>
    private VersionEntry? FindKnown(RegistryState state)
    {
        var config = Scope.ConfigInScope(state, Subject);
        if (config.HasMetadata)
        {
            return null;
        }

        var latestOnly = Request.Version == -1;
        if (SchemaLookup.FindAsItIs(state, Subject, Request, Normalizes(config), deleted: false, latestOnly) is not { } existing)
        {
            return null;
        }

        if (Request.Version == 0 || latestOnly)
        {
            return Request.Id < 0 || Request.Id == existing.Id ? existing : null;
        }

        if (existing.Id != Request.Id)
        {
            return null;
        }

        // An import may have brought one schema as several versions.
        return existing.Version == Request.Version ? existing
            : state.Find(Subject, Request.Version, deleted: false) is { } older && older.Content.Guid == existing.Content.Guid ? older
            : null;
    }

    private (IReadOnlyList<RegistryRecord> Records, VersionEntry Entry) Add(RegistryState state, long timestamp)
    {
        CheckMode(state);
        var config = Scope.ConfigInScope(state, Subject);
        var takesIds = RegistryModes.TakesIds(Scope.ModeInScope(state, Subject));
        var subject = state.Find(Subject);
        var next = subject?.NextVersion ?? 1;
        var request = takesIds ? Request : Complete(config, subject?.Latest, next);
        var content = SchemaReader.Read(state, Subject, request, Normalizes(config), isNew: request.Id < 0) ?? throw Problems.InvalidSchema("Empty schema");

        var index = state.Index(QualifiedSubject.Parse(Subject).Context);
        int? id = request.Id >= 0 ? request.Id : null;
        if (index.Find(content.Guid) is { } sameId && (id is null || id == sameId))
        {
            if (request.Version == 0 && SchemaLookup.FindSame(state, Subject, content) is { Deleted: false } same)
            {
                return ([], same with { Content = content, Timestamp = null });
            }

            id = sameId;
        }

        if (request.Version == 0 && FindMeant(state, subject, content, id) is { } meant)
        {
            return ([], meant with { Content = content, Deleted = false, Timestamp = null });
        }

        if (!takesIds && !Force)
        {
            CheckCompatibility(state, config, subject, content);
        }

        var version = request.Version > 0 ? request.Version : next;
        if (version != next && !takesIds)
        {
            throw Problems.InvalidSchema("Version is not one more than previous version");
        }

        if (id is { } given)
        {
            CheckId(state, index, given, content);
        }

        var entry = new VersionEntry(Subject, version, id ?? index.LastId + 1, content, Deleted: false, timestamp);
        return (Records(state, subject, entry), entry with { Timestamp = null });
    }

    private bool Normalizes(RegistryConfig config) => Normalize || config.Normalize == true;

    private void CheckMode(RegistryState state)
    {
        var mode = Scope.ModeInScope(state, Subject);
        var place = $"Subject {Subject} in context {QualifiedSubject.Parse(Subject).ContextPrefix}";
        if (RegistryModes.IsReadOnly(mode))
        {
            throw Problems.OperationNotPermitted($"{place} is in read-only mode");
        }

        if (Request.Id >= 0 && !RegistryModes.TakesIds(mode))
        {
            throw Problems.OperationNotPermitted($"{place} is not in import mode");
        }

        if (Request.Id < 0 && mode != RegistryModes.ReadWrite)
        {
            throw Problems.OperationNotPermitted($"{place} is not in read-write mode");
        }
    }

    /// <summary>A blank schema means the latest one, and metadata are inherited.</summary>
    private SchemaRequest Complete(RegistryConfig config, VersionEntry? latest, int next)
    {
        var request = Request;
        if (request.IsBlank)
        {
            var content = latest?.Content ?? throw Problems.InvalidSchema("Empty schema");
            request = request with { Text = content.Text, Type = content.Type, References = content.References };
        }

        return request with { Metadata = MetadataRules.For(config, request, latest?.Content.Metadata, next) };
    }

    private static VersionEntry? FindMeant(RegistryState state, Subject? subject, SchemaContent content, int? id) => subject?.Live.Reverse().FirstOrDefault(entry =>
        (id is null || id == entry.Id) && content.CanLookUp(entry.Content, entry.Version, reference => ReferenceResolver.Latest(state, reference)));

    private void CheckCompatibility(RegistryState state, RegistryConfig config, Subject? subject, SchemaContent content)
    {
        var earlier = subject?.Live.Select(entry => EarlierVersion.Of(state, entry)).ToList() ?? [];
        var messages = CompatibilityCheck.Run(SchemaReader.Resolve(state, Subject, content), content.Metadata, earlier, config);
        if (messages.Count > 0)
        {
            throw Problems.Incompatible(Subject, messages);
        }
    }

    private void CheckId(RegistryState state, ContextIndex index, int id, SchemaContent content)
    {
        var (name, version) = index.Uses(id).FirstOrDefault();
        if (name is not null && state.Find(name, version, deleted: true) is { } holder && holder.Content.Guid != content.Guid)
        {
            throw Problems.OperationNotPermitted(
                $"Overwrite new schema with id {id} in context {QualifiedSubject.Parse(Subject).ContextPrefix} is not permitted.");
        }
    }

    /// <summary>The context when it is new, the version, and the end of earlier soft-deleted versions of the same schema that nobody refers to.</summary>
    private List<RegistryRecord> Records(RegistryState state, Subject? subject, VersionEntry entry)
    {
        var records = new List<RegistryRecord>();
        var context = QualifiedSubject.Parse(Subject).Context;
        if (context != QualifiedSubject.DefaultContext && !state.Contexts.Contains(context))
        {
            records.Add(new ContextRecord(context, Exists: true));
        }

        records.AddRange((subject?.Versions ?? [])
            .Where(old => old.Deleted && old.Id == entry.Id && old.Version < entry.Version && state.Referrers(Subject, old.Version).Count == 0)
            .Select(old => new SchemaRecord(Subject, old.Version, Entry: null)));
        records.Add(new SchemaRecord(entry));
        return records;
    }
}
