using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Paths below <c>/subjects</c>.</summary>
internal sealed class SubjectRoutes(SubjectRegistry registry)
{
    public void Map(RouteTable routes) => routes
        .Map("GET", "/subjects", List)
        .Map("POST", "/subjects/{}", Lookup)
        .Map("DELETE", "/subjects/{}", DeleteSubjectAsync)
        .Map("GET", "/subjects/{}/metadata", WithMetadata)
        .Map("GET", "/subjects/{}/versions", Versions)
        .Map("POST", "/subjects/{}/versions", RegisterAsync)
        .Map("GET", "/subjects/{}/versions/{}", call => View(Find(call, call.Flag("deleted")), call))
        .Map("DELETE", "/subjects/{}/versions/{}", DeleteVersionAsync)
        .Map("GET", "/subjects/{}/versions/{}/schema", call => new RawText(Find(call, call.Flag("deleted")).Content.Text))
        .Map("GET", "/subjects/{}/versions/{}/referencedby", ReferencedBy);

    private object List(RegistryCall call)
    {
        var prefix = call.Query.Text("subjectPrefix") ?? QualifiedSubject.EveryContext;
        return call.Page(registry.Read(state => SubjectRange.Of(state, prefix)
            .Where(subject => call.Flag("deletedOnly") ? subject.IsDeleted : call.Flag("deleted") || !subject.IsDeleted)
            .Select(subject => subject.Name)
            .ToList()));
    }

    private object Lookup(RegistryCall call)
    {
        var request = call.ReadSchema();
        var (subject, deleted) = (call.Subject, call.Flag("deleted"));
        return registry.Read(state =>
        {
            var normalize = call.Flag("normalize") || Scope.ConfigInScope(state, subject).Normalize == true;
            return SchemaView.Of(SchemaLookup.FindAnywhere(state, subject, request, normalize, deleted) ?? throw Missing(state, subject, deleted));
        });
    }

    private object WithMetadata(RegistryCall call)
    {
        var wanted = call.Query.Texts("key").Zip(call.Query.Texts("value")).ToList();
        var (subject, deleted) = (call.Subject, call.Flag("deleted"));
        return registry.Read(state => SchemaView.Of(
            state.Find(subject)?.Versions.Reverse().FirstOrDefault(entry =>
                (deleted || !entry.Deleted)
                && entry.Content.Metadata?.Properties is { } properties
                && wanted.TrueForAll(pair => properties.GetValueOrDefault(pair.First) == pair.Second))
            ?? throw Missing(state, subject, deleted)));
    }

    private async Task<object> RegisterAsync(RegistryCall call)
    {
        var request = call.ReadSchema();
        if (!QualifiedSubject.Parse(call.Segments[0]).IsValid(forSettings: false))
        {
            throw Problems.InvalidSubject(call.Segments[0]);
        }

        var registration = new Registration(call.Subject, request, call.Flag("normalize"), call.Flag("force"));
        return SchemaView.Registered(await registry.ChangeAsync(registration.Decide, call.Aborted).ConfigureAwait(false));
    }

    private object Versions(RegistryCall call)
    {
        var (only, negative) = (call.Flag("deletedOnly"), call.Flag("deletedAsNegative"));
        var deleted = call.Flag("deleted") || only;
        return call.Page(registry.Read(state =>
        {
            RequireSubject(state, call.Subject, deleted);
            return (state.Find(call.Subject)?.Versions ?? [])
                .Where(entry => negative || (only ? entry.Deleted : deleted || !entry.Deleted))
                .Select(entry => negative && entry.Deleted ? -entry.Version : entry.Version)
                .ToList();
        }));
    }

    private object ReferencedBy(RegistryCall call)
    {
        var entry = Find(call, deleted: true);
        return call.Page(registry.Read(state => Referrers.Of(state, entry.Subject, entry.Version, call.Flag("deleted")).ToList()), SchemaRoutes.MaxSchemas);
    }

    private async Task<object> DeleteSubjectAsync(RegistryCall call) =>
        (await registry.ChangeAsync((state, _) => Deletion.OfSubject(state, call.Subject, call.Flag("permanent")), call.Aborted).ConfigureAwait(false)).ToList();

    private async Task<object> DeleteVersionAsync(RegistryCall call)
    {
        var version = VersionNumber.Parse(call.Segments[1]);
        return await registry.ChangeAsync((state, _) => Deletion.OfVersion(state, call.Subject, version, call.Flag("permanent")), call.Aborted).ConfigureAwait(false);
    }

    /// <summary>A version; one of a bare subject that does not have it is looked for in every other context.</summary>
    private VersionEntry Find(RegistryCall call, bool deleted)
    {
        var version = VersionNumber.Parse(call.Segments[1]);
        var subject = QualifiedSubject.Parse(call.Segments[0]);
        return registry.Read(state =>
        {
            var contexts = subject.IsDefaultContext ? state.Contexts.Prepend(subject.Context) : [subject.Context];
            var found = contexts.Select(context => Of(state, (subject with { Context = context }).ToString())).FirstOrDefault(entry => entry is not null);
            if (found is null)
            {
                RequireSubject(state, call.Subject, deleted);
            }

            return found ?? throw Problems.VersionNotFound(version.Value);
        });

        VersionEntry? Of(RegistryState state, string name) => version.IsLatest ? state.Find(name)?.Latest : state.Find(name, version.Value, deleted);
    }

    private static SchemaView View(VersionEntry entry, RegistryCall call) => SchemaView.Of(entry) with { References = References(entry, call) };

    /// <summary>With <c>referenceFormat=qualified</c> the references of a schema in a context name that context.</summary>
    public static IReadOnlyList<SchemaReference>? References(VersionEntry entry, RegistryCall call) => entry.Content.References switch
    {
        [] => null,
        var references when call.Query.Text("referenceFormat") == "qualified" =>
            [.. references.Select(reference => reference with { Subject = QualifiedSubject.Qualify(entry.Subject, reference.Subject ?? "") })],
        var references => references,
    };

    private static void RequireSubject(RegistryState state, string subject, bool deleted)
    {
        if (!state.HasSubjects(subject, deleted))
        {
            throw Problems.SubjectNotFound(subject);
        }
    }

    private static RegistryProblem Missing(RegistryState state, string subject, bool deleted) =>
        state.HasSubjects(subject, deleted) ? Problems.SchemaNotFound() : Problems.SubjectNotFound(subject);
}
