using Analytics.SchemaRegistry.Schemas;

namespace Analytics.SchemaRegistry.Subjects;

/// <summary>Which version of a subject a schema is.</summary>
internal static class SchemaLookup
{
    /// <summary>Looks a schema up; a bare subject that does not have it is tried in every other context.</summary>
    public static VersionEntry? FindAnywhere(RegistryState state, string subject, SchemaRequest request, bool normalize, bool deleted)
    {
        if (Find(state, subject, request, normalize, deleted) is { } found)
        {
            return found;
        }

        var name = QualifiedSubject.Parse(subject);
        return name.IsDefaultContext
            ? state.Contexts
                .Select(context => Try(state, name with { Context = context }, request, normalize, deleted))
                .FirstOrDefault(entry => entry is not null)
            : null;
    }

    /// <summary>Looks a schema up as it is, then with the metadata that a registration would give it.</summary>
    public static VersionEntry? Find(RegistryState state, string subject, SchemaRequest request, bool normalize, bool deleted)
    {
        var found = FindAsItIs(state, subject, request, normalize, deleted, latestOnly: false);
        if (found is not null || state.Find(subject)?.Latest is not { } latest)
        {
            return found;
        }

        var metadata = MetadataRules.For(Scope.ConfigInScope(state, subject), request, latest.Content.Metadata, version: null);
        return SchemaMetadata.Same(metadata, request.Metadata)
            ? null
            : FindAsItIs(state, subject, request with { Metadata = metadata }, normalize, deleted, latestOnly: false);
    }

    /// <summary>Looks a schema up with the metadata that it came with.</summary>
    public static VersionEntry? FindAsItIs(RegistryState state, string subject, SchemaRequest request, bool normalize, bool deleted, bool latestOnly)
    {
        if (SchemaReader.Read(state, subject, request, normalize, isNew: false) is not { } content)
        {
            return null;
        }

        if (!latestOnly && FindSame(state, subject, content) is { } same && (deleted || !same.Deleted))
        {
            return same with { Content = content, Deleted = false, Timestamp = null };
        }

        var candidates = state.Find(subject)?.Versions.Reverse().Where(entry => deleted || !entry.Deleted) ?? [];
        return (latestOnly ? candidates.Where(entry => !entry.Deleted).Take(1) : candidates)
            .FirstOrDefault(entry => content.CanLookUp(entry.Content, entry.Version, reference => ReferenceResolver.Latest(state, reference)));
    }

    /// <summary>The subject's last version of exactly this schema, soft-deleted or not.</summary>
    public static VersionEntry? FindSame(RegistryState state, string subject, SchemaContent content)
    {
        var index = state.Index(QualifiedSubject.Parse(subject).Context);
        return index.Find(content.Guid) is { } id && index.VersionOf(id, subject) is { } version
            ? state.Find(subject, version, deleted: true)
            : null;
    }

    private static VersionEntry? Try(RegistryState state, QualifiedSubject subject, SchemaRequest request, bool normalize, bool deleted)
    {
        try
        {
            return Find(state, subject.ToString(), request, normalize, deleted);
        }
        catch (Errors.RegistryProblem)
        {
            // Its references may lead nowhere in another context.
            return null;
        }
    }
}
