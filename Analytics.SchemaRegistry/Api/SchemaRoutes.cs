using System.Globalization;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Schemas;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Paths below <c>/schemas</c>.</summary>
internal sealed class SchemaRoutes(SubjectRegistry registry)
{
    /// <summary>The longest list of schemas that one answer holds.</summary>
    public const int MaxSchemas = 1000;

    public void Map(RouteTable routes) => routes
        .Map("GET", "/schemas", List)
        .Map("GET", "/schemas/types", _ => new List<string> { SchemaContent.JsonType })
        .Map("GET", "/schemas/ids/{}", ById)
        .Map("GET", "/schemas/ids/{}/schema", TextById)
        .Map("GET", "/schemas/ids/{}/subjects", call => call.Page(Uses(call).Select(use => use.Subject)))
        .Map("GET", "/schemas/ids/{}/versions", call => call.Page(Uses(call)))
        .Map("GET", "/schemas/guids/{}", ByGuid)
        .Map("GET", "/schemas/guids/{}/ids", IdsOfGuid);

    private object List(RegistryCall call)
    {
        var prefix = call.Query.Text("subjectPrefix") ?? "";
        var withRules = !string.IsNullOrEmpty(call.Query.Text("ruleType"));
        return call.Page(
            withRules ? [] : registry.Read(state =>
            {
                var aliases = call.Flag("aliases") ? Aliases(state, prefix) : [];
                return SubjectRange.Of(state, prefix)
                    .Union(aliases.Keys.Select(state.Find).OfType<Subject>())
                    .OrderBy(subject => subject.Name, StringComparer.Ordinal)
                    .SelectMany(subject => Versions(subject, call)
                        .Select(entry => SchemaView.Of(entry) with { Aliases = aliases.GetValueOrDefault(subject.Name) }))
                    .ToList();
            }),
            MaxSchemas);
    }

    private static IEnumerable<VersionEntry> Versions(Subject subject, RegistryCall call)
    {
        var versions = call.Flag("deleted") ? subject.Versions : subject.Live;
        return call.Flag("latestOnly") ? versions.TakeLast(1) : versions;
    }

    private static Dictionary<string, List<string>> Aliases(RegistryState state, string prefix) => state.Configs
        .Where(config => config.Value.Alias is not null && config.Key.Length > 0)
        .Where(config => prefix.StartsWith(QualifiedSubject.EveryContext, StringComparison.Ordinal) || SubjectRange.Starts(config.Key, prefix))
        .GroupBy(config => QualifiedSubject.Qualify(config.Key, config.Value.Alias!))
        .ToDictionary(group => group.Key, group => group.Select(config => config.Key).ToList(), StringComparer.Ordinal);

    private object ById(RegistryCall call)
    {
        var id = Id(call);
        var (entry, maxId) = registry.Read(state =>
        {
            var found = Find(state, id, call.Query.Text("subject"));
            return (found, found is null ? 0 : state.Index(QualifiedSubject.Parse(found.Subject).Context).LastId);
        });
        return entry is null
            ? throw Problems.SchemaNotFound(id)
            : SchemaView.ById(entry, withSubject: true, call.Flag("fetchMaxId") ? maxId : null) with { References = SubjectRoutes.References(entry, call) };
    }

    /// <summary>Confluent's server fails over an unknown id here, with 500; clients know it so.</summary>
    private object TextById(RegistryCall call)
    {
        var id = Id(call);
        return registry.Read(state => Find(state, id, call.Query.Text("subject"))) is { } entry ? new RawText(entry.Content.Text) : throw Problems.Internal();
    }

    private List<SubjectVersionView> Uses(RegistryCall call)
    {
        var (id, deleted) = (Id(call), call.Flag("deleted"));
        return registry.Read(state =>
        {
            var entry = Find(state, id, call.Query.Text("subject")) ?? throw Problems.SchemaNotFound();
            var index = state.Index(QualifiedSubject.Parse(entry.Subject).Context);
            return index.Uses(entry.Id)
                .Where(use => state.Find(use.Key, use.Value, deleted) is not null)
                .Select(use => new SubjectVersionView(use.Key, use.Value))
                .ToList();
        });
    }

    /// <summary>Confluent's server fails over a guid whose versions are all gone for good.</summary>
    private object ByGuid(RegistryCall call)
    {
        var guid = call.Segments[0];
        var entry = registry.Read(state => Contexts(state)
            .Where(context => state.Index(context).LastIdOf(Normalize(guid)) is not null)
            .Select(context => Any(state, context, state.Index(context).LastIdOf(Normalize(guid))!.Value) ?? throw Problems.Internal())
            .FirstOrDefault());
        return SchemaView.ById(entry ?? throw Problems.SchemaNotFound(guid), withSubject: false, maxId: null);
    }

    private object IdsOfGuid(RegistryCall call) => registry.Read(state => Contexts(state)
        .Select(context => (Context: context, Id: state.Index(context).LastIdOf(Normalize(call.Segments[0]))))
        .Where(found => found.Id is not null)
        .Select(found => new ContextIdView(found.Context, found.Id!.Value))
        .ToList());

    private static string Normalize(string guid) => Guid.TryParse(guid, out var parsed) ? parsed.ToString() : "";

    private static IEnumerable<string> Contexts(RegistryState state) => state.Contexts.Prepend(QualifiedSubject.DefaultContext);

    /// <summary>Anything but a number is no id at all: the path does not exist.</summary>
    private static int Id(RegistryCall call) =>
        int.TryParse(call.Segments[0], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var id) ? id : throw Problems.NotFound();

    /// <summary>
    /// The schema of an id: in the subject's context, in this subject when it is qualified; a bare subject that does not have it is tried in every
    /// context, and then any subject of the default one will do.
    /// </summary>
    private static VersionEntry? Find(RegistryState state, int id, string? named)
    {
        var subject = QualifiedSubject.Parse(named ?? "");
        if (subject.Name.Length == 0)
        {
            return Any(state, subject.Context, id);
        }

        return In(subject)
            ?? (subject.IsDefaultContext
                ? state.Contexts.Select(context => In(subject with { Context = context })).FirstOrDefault(entry => entry is not null) ?? Any(state, subject.Context, id)
                : null);

        VersionEntry? In(QualifiedSubject place) =>
            state.Index(place.Context).VersionOf(id, place.ToString()) is { } version ? state.Find(place.ToString(), version, deleted: true) : null;
    }

    private static VersionEntry? Any(RegistryState state, string context, int id) =>
        state.Index(context).Uses(id).FirstOrDefault() is { Key: { } name } use ? state.Find(name, use.Value, deleted: true) : null;
}
