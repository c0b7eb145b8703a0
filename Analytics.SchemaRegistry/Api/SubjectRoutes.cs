using System.Globalization;
using Analytics.SchemaRegistry.Errors;
using Analytics.SchemaRegistry.Subjects;

namespace Analytics.SchemaRegistry.Api;

/// <summary>Paths below <c>/subjects</c>.</summary>
internal sealed class SubjectRoutes(SubjectRegistry registry)
{
    public void Map(RouteTable routes) => routes
        .Map("GET", "/subjects", List)
        .Map("POST", "/subjects/{}", Lookup)
        .Map("DELETE", "/subjects/{}", DeleteSubjectAsync)
        .Map("GET", "/subjects/{}/versions", Versions)
        .Map("POST", "/subjects/{}/versions", RegisterAsync)
        .Map("GET", "/subjects/{}/versions/{}", call => SchemaView.Of(call.Segments[0], Find(call)))
        .Map("DELETE", "/subjects/{}/versions/{}", DeleteVersionAsync)
        .Map("GET", "/subjects/{}/versions/{}/schema", call => new RawText(Find(call).Schema.Document.Text))
        .Map("GET", "/subjects/{}/versions/{}/referencedby", ReferencedBy);

    private object List(RegistryCall call)
    {
        var prefix = call.Query["subjectPrefix"].ToString();
        var names = registry.Read(state => state.Subjects.Values
            .Where(subject => call.Flag("deletedOnly") ? subject.IsDeleted : call.Flag("deleted") || !subject.IsDeleted)
            .Select(subject => subject.Name)
            .Where(name => name.StartsWith(prefix, StringComparison.Ordinal))
            .ToList());
        return Page(names, call);
    }

    private object Lookup(RegistryCall call)
    {
        var (document, _) = call.ReadSchema();
        var deleted = call.Flag("deleted");
        return registry.Read(state =>
        {
            var subject = SubjectRegistry.Find(state, call.Segments[0], deleted);
            var entry = subject.Versions.FindLast(entry => (deleted || !entry.Deleted) && entry.Schema.Document.Identity == document.Identity);
            return SchemaView.Of(subject.Name, entry ?? throw Problems.SchemaNotFound());
        });
    }

    private async Task<object> RegisterAsync(RegistryCall call)
    {
        var (document, body) = call.ReadSchema();
        var id = body.Id is > 0 ? body.Id : null;
        var version = body.Version is > 0 ? body.Version : null;
        return SchemaView.Registered(await registry.RegisterAsync(call.Segments[0], new Registration(document, id, version), call.Aborted).ConfigureAwait(false));
    }

    private object Versions(RegistryCall call) => registry.Read(state => SubjectRegistry
        .Find(state, call.Segments[0], call.Flag("deleted") || call.Flag("deletedOnly")).Versions
        .Where(entry => call.Flag("deletedOnly") ? entry.Deleted : call.Flag("deleted") || !entry.Deleted)
        .Select(entry => entry.Deleted && call.Flag("deletedAsNegative") ? -entry.Version : entry.Version)
        .ToList());

    private VersionEntry Find(RegistryCall call)
    {
        var version = VersionNumber.Parse(call.Segments[1]);
        return registry.Read(state => SubjectRegistry.Find(state, call.Segments[0], version, call.Flag("deleted")));
    }

    private object ReferencedBy(RegistryCall call)
    {
        var entry = Find(call);
        return registry.Read(state => References.To(state, call.Segments[0], entry.Version).ToList());
    }

    private async Task<object> DeleteSubjectAsync(RegistryCall call) =>
        (await registry.DeleteSubjectAsync(call.Segments[0], call.Flag("permanent"), call.Aborted).ConfigureAwait(false)).ToList();

    private async Task<object> DeleteVersionAsync(RegistryCall call) =>
        await registry.DeleteVersionAsync(call.Segments[0], VersionNumber.Parse(call.Segments[1]), call.Flag("permanent"), call.Aborted).ConfigureAwait(false);

    private static List<string> Page(List<string> names, RegistryCall call)
    {
        var offset = Number(call, "offset") is { } first and > 0 ? first : 0;
        var limit = Number(call, "limit") is { } most and > 0 ? most : int.MaxValue;
        return [.. names.Skip(offset).Take(limit)];
    }

    private static int? Number(RegistryCall call, string name) =>
        int.TryParse(call.Query[name], NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value) ? value : null;
}
